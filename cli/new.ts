import { appendFileSync, cpSync, existsSync, lstatSync, mkdirSync } from "node:fs";
import { realpathSync, renameSync, rmSync, statSync } from "node:fs";
import { basename, join, relative, resolve, sep } from "node:path";
import { codeFolder } from "../problems/documents";
import { inOneLine } from "../problems/problem";
import { build as buildSchema } from "../settings/pod";
import { readText } from "../settings/project-file";
import { appFacts, type AppOptions } from "./app-facts";
import { bringUp } from "./new-cluster";
import { addPackages, halves, installPackages, npm, writeWhole } from "./new-packages";
import { commitFirst, makeBranches, topOf } from "./new-repository";
import { isOwnScript, lacking, projectTexts, readPackage, unignored } from "./scaffold";
import { ask, type Ask, UserError } from "./terminal";

export interface NewOptions extends AppOptions {
  /** Folder of an application that is there; unset means the example. */
  readonly app?: string;
  /** Brings the first environment up, where a cluster is at hand. */
  readonly up?: boolean;
}

/**
 * `turnout new`: makes a project around an application. What is there already is left as it is, so that a run that was
 * cut off is finished by the next one.
 *
 * @param folder the current one; it becomes the project where it is the top of a git repository, or a Pulumi project
 *   already, else a folder of the project's name in it does.
 * @throws UserError where something is missing or fails; what was made until then stays.
 */
export async function runNew(
  name: string,
  options: NewOptions,
  folder: string,
  out: NodeJS.WritableStream,
  person: Ask = ask,
): Promise<void> {
  const say = (line: string) => void out.write(`${line}\n`);
  const here = realpathSync(folder);
  const isThere = [".git", "Pulumi.yaml"].some((file) => existsSync(join(here, file)));
  const root = isThere ? here : join(here, name);
  const top = topOf(here); // also finds out whether there is git, before anything is written
  const app = options.app === undefined ? undefined : appFolder(resolve(here, options.app), root, top);
  const facts = await appFacts(app?.from, app?.build ?? "app", options, person);
  const texts = projectTexts(name, facts); // refuses a name before anything is written
  const before = join(root, "package.json");
  const own = existsSync(before) ? readPackage(readText(before)) : undefined;
  checkOwn(name, texts, root);

  mkdirSync(root, { recursive: true });
  if (app?.isCopied !== false) copyApp(app?.from, root, say);
  addTexts(texts, root, say);
  addPackages(name, own, root, say);
  installPackages(root, say);
  const { scripts } = readPackage(readText(before));
  if (isOwnScript({ scripts }, "test")) npm(root, ["test"], "the project's tests, some seconds", say);
  else say("`npm test` is your own and was not run; `npx mocha test/program.test.ts` tests the program.");
  commitFirst(root, [...texts.keys(), ...(app?.isCopied === false ? [] : ["app"])], say);
  makeBranches(root, say);

  const where = relative(here, root);
  const start = isOwnScript({ scripts }, "start") ? "npm start" : "npx turnout diff --base nothing";
  say(
    `\nProject ${name} is ready${where === "" ? "" : `: cd ${where}`}. \`${start}\` shows its branches and what this one would change; \`npx turnout up --local\` brings it up on the cluster of your kubeconfig.`,
  );
  await bringUp(root, options.up ?? false, say, person);
}

interface AppFolder {
  readonly from: string;
  /** The build context in the settings. */
  readonly build: string;
  /** False for one in the same repository, which stays where it is. */
  readonly isCopied: boolean;
}

/** @param top of the repository that the project is in; undefined where it gets its own. */
function appFolder(named: string, root: string, top: string | undefined): AppFolder {
  const shown = inOneLine(named, 300);
  if (!existsSync(named)) throw new UserError(`--app ${shown} is not there: name the application's folder.`);
  const from = realpathSync(named);
  if (!statSync(from).isDirectory())
    throw new UserError(`--app ${shown} is no folder: name the one that has the application's Dockerfile.`);
  if (isIn(root, from))
    throw new UserError(
      `The project would be in the application's own folder, which every environment's image is made of: move the application into a folder of its own (\`mkdir app && git mv FILES app\`), or make the project beside it: \`cd .. && npx turnout new NAME --app ${inOneLine(basename(from))}\`.`,
    );
  const build = relative(root, from).split(sep).join("/");
  if (!isIn(from, top ?? root)) return { from, build: "app", isCopied: true };
  const checked = buildSchema.safeParse(build);
  if (!checked.success)
    throw new UserError(
      `--app ${shown} can't be the application's folder: \`build\` is ${inOneLine(JSON.stringify(build))}, and ${checked.error.issues[0]?.message ?? "must be a folder"}.`,
    );
  return { from, build, isCopied: false };
}

const isIn = (path: string, folder: string): boolean => {
  const way = relative(folder, path);
  return way !== ".." && !way.startsWith(`..${sep}`);
};

/** Without what is not the application's own: its repository, and what was installed or built beside it. */
const notCopied = /(^|[\\/])(\.git|node_modules|\.venv|venv|__pycache__|\.turnout|\.pytest_cache)$/;

/** @param named undefined means the example. */
function copyApp(named: string | undefined, root: string, say: (line: string) => void): void {
  const from = named ?? join(codeFolder, "app");
  const to = join(root, "app");
  if (existsSync(join(to, "Dockerfile"))) return void say("app/ is there already; it was left as it is.");
  if (existsSync(to))
    throw new UserError(
      `app/ is there already, without a Dockerfile, and a copy of the application would go there: name the application in it with --app, or move it away.`,
    );
  const half = join(halves(root), "app");
  rmSync(half, { recursive: true, force: true });
  cpSync(from, half, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => {
      const kind = lstatSync(path);
      return (
        path === from ||
        (!notCopied.test(path) && (kind.isFile() || kind.isDirectory() || kind.isSymbolicLink()))
      );
    },
  });
  renameSync(half, to);
  say(named === undefined ? "app/ is the example." : `app/ is a copy of ${inOneLine(from, 300)}.`);
}

/** Makes the files that are not there. */
function addTexts(texts: ReadonlyMap<string, string>, root: string, say: (line: string) => void): void {
  const made: string[] = [];
  const left: string[] = [];
  for (const [file, text] of texts) {
    const path = join(root, file);
    if (!existsSync(path)) {
      writeWhole(root, file, text);
      made.push(file);
      continue;
    }
    const own = file === ".gitignore" ? readText(path) : "";
    const missing = file === ".gitignore" ? unignored(own, text) : [];
    if (missing.length === 0) left.push(file);
    else {
      appendFileSync(path, `${own === "" || own.endsWith("\n") ? "" : "\n"}${missing.join("\n")}\n`);
      say(`.gitignore gets ${missing.join(", ")}.`);
    }
  }
  if (made.length > 0) say(`Made: ${made.join(", ")}.`);
  if (left.length > 0) say(`There already, and left as they are: ${left.join(", ")}.`);
}

/** @throws UserError with what a person's own files lack: beside another program nothing of this one's would run. */
function checkOwn(name: string, texts: ReadonlyMap<string, string>, root: string): void {
  const lacks = [...texts].flatMap(([file, text]) => {
    const path = join(root, file);
    const lines = existsSync(path) ? lacking(file, readText(path), text) : undefined;
    return lines === undefined ? [] : [[file, lines] as const];
  });
  if (lacks.length === 0) return;
  const files = lacks.map(([file]) => file).join(" and ");
  throw new UserError(
    [
      `Another program than Turnout's is here already (${files}), so nothing was made. Either make the project in a folder of its own, beside that one: \`mkdir deploy && cd deploy && npx turnout new ${name} --app ../FOLDER\`. Or put in what is missing here, and run this again:`,
      ...lacks.flatMap(([file, lines]) => [
        "",
        file === "index.ts"
          ? "index.ts must be this; what it declares now needs another place:"
          : `${file} lacks:`,
        ...lines
          .trimEnd()
          .split("\n")
          .map((line) => `  ${line}`.trimEnd()),
      ]),
    ].join("\n"),
  );
}
