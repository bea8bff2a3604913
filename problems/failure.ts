import { excerpt, inOneLine } from "./problem";

/*
 * The last place that anything thrown comes through on its way to a person. Our own errors are sentences already; Node,
 * the Pulumi CLI and other people's programs throw what is none.
 */

/** Anything thrown, as a sentence without a stack trace; never throws, whatever it is. */
export function sentenceOf(error: unknown): string {
  const said = wordsOf(error).trim();
  const text = said === "" ? "Something failed without saying what" : said;
  if (!(error instanceof Error) || error.stack === "") return excerpt(text);
  const { name } = error;
  if (isOfSystem(error)) return excerpt(systemSentence(error));
  if (ofTranspiler.test(textOf(error)))
    return excerpt(`${text}: correct that line, or restore the file from git.`);
  if ((error as { code?: unknown }).code === "MODULE_NOT_FOUND") {
    const [module = ""] = text.split("\n");
    return excerpt(
      /'[./]/.test(module)
        ? `A file is missing, or is a folder (${module}): restore it from git.`
        : `Turnout's packages are not all installed (${module}): run \`npm ci\`.`,
    );
  }
  if (!ofProgramming.test(name)) return excerpt(text);
  return excerpt(
    `A program failed (${name}: ${text}): if it isn't your own, report it; the command with DEBUG=turnout set shows where.`,
  );
}

/**
 * What the Pulumi program threw, as an error in one sentence and with the trace of what was thrown. What is a sentence
 * already, as a wrong setting, stays it.
 */
export function programFailure(error: unknown): Error {
  const text = wordsOf(error).trim();
  const isError = error instanceof Error;
  if (isError && (error.stack === "" || (/\s.*\.$/s.test(text) && !ofProgramming.test(error.name))))
    return error;
  const name = isError && ofProgramming.test(error.name) ? `${error.name}: ` : "";
  const reason =
    text === "" ? "it threw what says nothing" : name + inOneLine(text.replace(/\s*\n\s*/g, " "), 300);
  const failure = new Error(
    `The program failed (${reason}): correct index.ts or what it loads, or restore it from git; \`DEBUG=turnout npx turnout diff\` shows where.`,
  );
  return Object.assign(failure, { stack: isError ? error.stack : failure.stack });
}

/**
 * What an error says, as text. Of one of the Pulumi CLI its errors, each once and with all of its lines: one that is a
 * list ends with its last entry.
 */
export function wordsOf(error: unknown): string {
  const text = textOf(error);
  const [, file, line, mistake] = ofTranspiler.exec(text) ?? [];
  if (mistake !== undefined) return `${file ?? ""}, line ${line ?? ""}: ${mistake}`;
  if (!ofCli.test(text)) return text;
  const errors = text
    .split(/^ (?:stdout|stderr|err\?): /m)
    .flatMap((part) => part.split(/^(?=(?:error|warning): )/m))
    .flatMap((part) => (part.startsWith("error: ") ? [part.slice("error: ".length).trim()] : []));
  return errors.length > 0 ? [...new Set(errors)].join("\n") : text;
}

/** Addresses without the passwords in them: a state's or a remote's may have one. */
export const withoutPasswords = (text: string): string =>
  text.replace(/(:\/\/[^\s/:@]*):[^\s/@]+@/g, "$1:[secret]@");

function textOf(error: unknown): string {
  try {
    return String(error instanceof Error ? error.message : error);
  } catch {
    return ""; // an object that is no text, nor can be made one
  }
}

/** The first of the mistakes in a file of TypeScript, as esbuild tells it to tsx. */
const ofTranspiler = /^Transform failed with \d+ errors?:\n(.+?):(\d+):\d+: ERROR: (.*)/;

/** How the Automation API puts a process's output into an error (automation/cmd.js), and how Node does. */
const ofCli = /^code: -?\d+\n stdout: |^Command failed: pulumi /;

/** Errors of JavaScript itself: a program is wrong, not what it was given. */
const ofProgramming = /^(Type|Reference|Syntax|Range|Eval|URI|Assertion)Error$/;

type SystemError = Error & { readonly code: string; readonly syscall: string; readonly path: string };

const isOfSystem = (error: Error): error is SystemError =>
  ["code", "syscall", "path"].every(
    (key) => typeof (error as unknown as Record<string, unknown>)[key] === "string",
  );

/** About a file, as `open` and `mkdir` throw it. */
function systemSentence({ code, syscall, path }: SystemError): string {
  const [reason, fix] = reasons[code] ?? [code, "look at it, then run the command again"];
  return `${path} can't be ${done[syscall] ?? "used"} (${reason}): ${fix}.`;
}

const done: Readonly<Record<string, string>> = {
  open: "opened",
  stat: "read",
  read: "read",
  write: "written",
  mkdir: "made",
  mkdtemp: "made",
  scandir: "listed",
  opendir: "listed",
  copyfile: "copied",
  rename: "renamed",
  unlink: "removed",
  rm: "removed",
  rmdir: "removed",
  symlink: "made",
};

const move = "move that away";
/** By the system's own names of its errors (errno(3)): what is the matter, and what to do. */
const reasons: Readonly<Record<string, readonly [reason: string, fix: string]>> = {
  ENOENT: ["it isn't there, or the folder that it would be in", "restore it, or make that folder"],
  ENOTDIR: ["a part of its path is no folder", move],
  EEXIST: ["something else is in its place", move],
  EISDIR: ["it is a folder", move],
  ELOOP: ["it is a link that leads to itself", move],
  EACCES: ["it isn't yours to use so", "give yourself the right to it, or take another place"],
  EPERM: ["it isn't yours to use so", "give yourself the right to it, or take another place"],
  EROFS: ["nothing can be written there", "take another place"],
  ENOSPC: ["the disk is full", "make room there"],
  EDQUOT: ["your share of the disk is full", "make room there"],
  ENAMETOOLONG: ["its name is too long", "take a shorter one"],
  EMFILE: ["too many files are open", "run the command again"],
};
