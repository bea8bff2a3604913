import { sentenceOf } from "../problems/failure";
import { excerpt, inOneLine, printableLines } from "../problems/problem";
import { writeSync } from "node:fs";
import { createInterface } from "node:readline/promises";

/** An error that the user can fix: shown as it is, without a stack trace. */
export class UserError extends Error {
  constructor(message: string) {
    super(excerpt(message));
  }
}

/** A stream on which every text is shown and none obeyed, whoever wrote it. */
export const shownOn = (stream: NodeJS.WritableStream): NodeJS.WritableStream =>
  Object.create(stream, {
    write: { value: (text: string) => stream.write(printableLines(text)) },
  }) as NodeJS.WritableStream;

const widest = 300; // characters: the longest name has 253

/**
 * Lines of text in aligned columns, a header on top, every line ended by a newline.
 *
 * @param right headers of the columns that are aligned to the right.
 */
export function columns(
  header: readonly string[],
  lines: readonly (readonly string[])[],
  right: readonly string[] = [],
): string {
  const table = [header, ...lines].map((line) => line.map((cell) => inOneLine(cell, widest)));
  const widths = header.map((_, column) => Math.max(...table.map((line) => widthOf(line[column] ?? ""))));
  const padded = table.map((line) =>
    line.map((cell, column) => {
      const padding = " ".repeat((widths[column] ?? 0) - widthOf(cell));
      return right.includes(header[column] ?? "") ? padding + cell : cell + padding;
    }),
  );
  return padded.map((line) => `${line.join("  ").trimEnd()}\n`).join("");
}

/** Columns of a terminal: marks take none, East Asian characters and emoji two (Unicode Annex 11, in short). */
function widthOf(text: string): number {
  const wide =
    /\p{Emoji_Presentation}|\p{Script=Han}|\p{Script=Hangul}|\p{Script=Hiragana}|\p{Script=Katakana}|[！-｠]/u;
  const characters = [...text.replace(/\p{Mark}/gu, "")];
  return characters.reduce((width, character) => width + (wide.test(character) ? 2 : 1), 0);
}

/** Puts a question to a person; undefined where nobody is there to answer. */
export type Ask = (question: string) => Promise<string | undefined>;

export const ask: Ask = async (question) => {
  if (!process.stdin.isTTY) return undefined;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await terminal.question(printableLines(question));
  } catch {
    return "^C"; // or ^D: neither a yes nor a name
  } finally {
    terminal.close();
  }
};

/** A question that is answered with yes by typing the name of the stack that it is about. */
interface Confirmation {
  readonly question: string;
  readonly stack: string;
  /** Sentences for where nobody can be asked, and where the answer is another one. */
  readonly unasked: string;
  readonly declined: string;
}

/** @throws UserError where a person doesn't type the stack's name, or there is no terminal. */
export async function confirm(
  { question, stack, unasked, declined }: Confirmation,
  person: Ask = ask,
): Promise<void> {
  const answer = await person(question);
  if (answer === undefined) throw new UserError(unasked);
  if (answer.trim() !== stack) throw new UserError(declined);
}

/**
 * Lets a command go on where its output can't be written: an update must not end half-way because of its log.
 *
 * Where the reader went away (`| head`, a `tee` that died) nothing is printed, and the exit code stays that of the
 * work, so that CI doesn't repeat an update that succeeded. Any other error (a full disk) is reported once, in a
 * sentence, and makes the exit code 1.
 */
export function outlive(stdout: NodeJS.WriteStream, stderr: NodeJS.WriteStream): void {
  let failed = false;
  const fail = (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE" || failed) return;
    failed = true;
    stderr.write(
      `The output can't be written (${error.message}), and the command goes on without it: make room there, or print elsewhere.\n`,
    );
    // Only when all is done: until then the command sets its own.
    process.once("exit", () => (process.exitCode = 1));
  };
  for (const stream of [stdout, stderr]) stream.on("error", fail);
}

/**
 * Makes a failure of a process that ends before its command is through, and of what nobody catches: programs of other
 * people run in it, the map of branches and the Pulumi program of two commits.
 *
 * @returns the function to call when the command is through.
 */
export function guard(stderr: NodeJS.WritableStream): () => void {
  let end: "early" | "waiting" | "through" = "early";
  const said = new Set<string>();
  for (const event of ["uncaughtException", "unhandledRejection"])
    process.on(event, (error: unknown) => {
      if (process.listenerCount(event) > 1) return; // Pulumi's, which reports it
      const sentence = `${uncaught}${sentenceOf(error)}`;
      if (!said.has(sentence)) shownOn(stderr).write(`${sentence}\n`);
      said.add(sentence);
    });
  process.on("beforeExit", () => {
    if (end === "early") end = "waiting";
  });
  process.on("exit", () => {
    if (end !== "through" && said.size === 0) writeSync(process.stderr.fd, `${unfinished[end]}\n`);
    if (end !== "through" || said.size > 0) process.exitCode = Number(process.exitCode) || 1;
  });
  return () => (end = "through");
}

/** The start of the sentence about what a program throws outside of all that is waited for. */
export const uncaught = "A program failed where nobody catches it: ";

const where = "branches.ts, the program in index.ts or a package that they load";
const unfinished = {
  early: `The command was ended before it was through: ${where} calls process.exit; take that out.`,
  waiting: `The command can't get to its end: ${where} waits for what never comes; take that out.`,
};
