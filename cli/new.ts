import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { openRepository } from "../git/repository";
import { GitError, runGit } from "../git/run";
import { wordsOf } from "../problems/failure";
import { inOneLine } from "../problems/problem";
import {
  appFacts,
  type AppOptions,
  mergedPackage,
  type PackageFile,
  projectTexts,
  templates,
} from "./scaffold";
import { ask, type Ask, UserError } from "./terminal";

export interface NewOptions extends AppOptions {
  /** Folder of an application that is there; unset means the example. */
  readonly app?: string;
}

/** `dist` of the package, or a clone. */
const code = join(__dirname, "..");

/**
 * `turnout new`: makes a project around an application. What is there already is left as it is, so that a run that was
 * cut off is finished by the next one.
 *
 * @param folder the current one; it becomes the project where it is a git repository or a Pulumi project already, else a
 *   folder of the project's name in it does.
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
  const isThere = [".git", "Pulumi.yaml"].some((file) => existsSync(join(folder, file)));
  const root = isThere ? folder : join(folder, name);
  const app = options.app === undefined ? undefined : appFolder(resolve(folder, options.app), root);
  const facts = await appFacts(app?.from, app?.build ?? "app", options, person);
  const texts = projectTexts(name, facts); // refuses a name before anything is written

  mkdirSync(root, { recursive: true });
  const copied = app === undefined ? join(code, "app") : app.from;
  if (app?.isInside !== true) {
    if (existsSync(join(root, "app", "Dockerfile"))) say("app/ is there already.");
    else copyWhole(copied, join(root, "app"), () => say(`app/ is a copy of ${app?.from ?? "the example"}.`));
  }
  const foreign: string[] = [];
  for (const [file, text] of texts) {
    const path = join(root, file);
    if (!existsSync(path)) {
      writeWhole(path, text);
      say(`${file} is made.`);
      continue;
    }
    const own = /^(index\.ts|Pulumi\.yaml)$/.test(file) && !readFileSync(path, "utf8").includes("turnout");
    if (own) foreign.push(file);
    say(`${file} is there already${own ? ", and says nothing of turnout yet" : ""}; it was left as it is.`);
  }
  addPackages(name, root, say);
  if (foreign.length > 0) {
    say(
      `${foreign.join(" and ")} ${foreign.length > 1 ? "are" : "is"} yours: put in what ${foreign.map((file) => join(relative(folder, templates) || templates, file)).join(" and ")} has, then run this again.`,
    );
    return;
  }
  beginRepository(root, say);
  if (!existsSync(join(root, "node_modules", ".package-lock.json"))) step(root, say, "npm", ["install"]);
  step(root, say, "npm", ["test"]);
  commitFirst(root, say);
  makeBranches(root, say);
  const where = relative(folder, root);
  say(
    `\nProject ${name} is ready${where === "" ? "" : `: cd ${where}`}. \`npm start\` shows its branches and what this one would change; \`npx turnout up --local\` brings it up on the cluster of your kubeconfig.`,
  );
}

interface AppFolder {
  readonly from: string;
  /** The build context in the settings. */
  readonly build: string;
  /** It is in the project already. */
  readonly isInside: boolean;
}

function appFolder(from: string, root: string): AppFolder {
  const build = relative(root, from);
  if (build === "")
    throw new UserError(
      `--app names the project's own folder, and an application must be in a folder of its own: move it (\`mkdir app && git mv …\`), or make the project beside it: \`cd .. && npx turnout new NAME --app ${basename(from)}\`.`,
    );
  const isInside = build !== ".." && !build.startsWith(`..${sep}`);
  return { from, build: isInside ? build.split(sep).join("/") : "app", isInside };
}

/** Written whole or not at all: a run that is cut off leaves no half of a file that the next one would take for yours. */
function writeWhole(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const half = `${path}.new`;
  writeFileSync(half, text);
  renameSync(half, path);
}

/** Without what is not the application's own: its repository, and what was installed or built beside it. */
function copyWhole(from: string, to: string, done: () => void): void {
  const half = `${to}.new`;
  rmSync(half, { recursive: true, force: true });
  const left = /(^|[\\/])(\.git|node_modules|\.venv|venv|__pycache__|\.turnout|\.pytest_cache)$/;
  cpSync(from, half, { recursive: true, filter: (path) => path === from || !left.test(path) });
  rmSync(to, { recursive: true, force: true }); // without a Dockerfile it is the half of a copy
  renameSync(half, to);
  done();
}

function addPackages(name: string, root: string, say: (line: string) => void): void {
  const path = join(root, "package.json");
  const before = existsSync(path) ? readFileSync(path, "utf8") : undefined;
  let own: PackageFile | undefined;
  try {
    own = before === undefined ? undefined : (JSON.parse(before) as PackageFile);
  } catch (error) {
    throw new UserError(`package.json is not JSON (${wordsOf(error)}): correct it, and run this again.`);
  }
  const { merged, added } = mergedPackage(name, own, () => packageSpec(root));
  if (added.length === 0) return void say("package.json has all it needs.");
  writeWhole(path, `${JSON.stringify(merged, null, 2)}\n`);
  say(before === undefined ? "package.json is made." : `package.json gets ${added.join(", ")}.`);
}

/** The package as the project's package.json names it: its version, or its own tarball, which a clone then has, too. */
function packageSpec(root: string): string {
  const inPackage = basename(code) === "dist";
  const home = inPackage ? dirname(code) : code;
  const { version } = JSON.parse(readFileSync(join(home, "package.json"), "utf8")) as { version: string };
  const tarball = `turnout-${version}.tgz`;
  const spec = `file:vendor/${tarball}`;
  const vendored = join(root, "vendor", tarball);
  if (existsSync(vendored)) return spec;
  mkdirSync(dirname(vendored), { recursive: true });
  if (!inPackage) {
    run(home, "npm", ["pack", "--silent", "--pack-destination", dirname(vendored)]);
    return spec;
  }
  const project = dirname(dirname(home));
  const resolved = resolvedAs(project);
  if (!resolved.startsWith("file:")) return version;
  const source = resolve(project, resolved.slice("file:".length));
  if (!existsSync(source))
    throw new UserError(
      `The tarball that turnout was installed from is gone (${source}): put it there again.`,
    );
  cpSync(source, vendored);
  return spec;
}

/** npm's record of where a package came from. */
function resolvedAs(project: string): string {
  const lock = join(project, "node_modules", ".package-lock.json");
  if (!existsSync(lock)) return "";
  const { packages = {} } = JSON.parse(readFileSync(lock, "utf8")) as {
    packages?: Record<string, { resolved?: string }>;
  };
  return packages["node_modules/turnout"]?.resolved ?? "";
}

function beginRepository(root: string, say: (line: string) => void): void {
  if (openRepository(root) !== undefined) return;
  runGit(root, ["init", "--quiet", "--initial-branch=main"]);
  say("A git repository is begun.");
}

const hasCommit = (root: string) => {
  try {
    runGit(root, ["rev-parse", "--verify", "--quiet", "HEAD"]);
    return true;
  } catch (error) {
    if (error instanceof GitError) return false;
    throw error;
  }
};

/** In a repository that has commits, what was made is left for its owner to look at. */
function commitFirst(root: string, say: (line: string) => void): void {
  if (hasCommit(root)) return void say("Look at what was made, and commit it.");
  runGit(root, ["add", "--all"]);
  let author: string[] = [];
  try {
    runGit(root, ["var", "GIT_AUTHOR_IDENT"]);
  } catch {
    author = ["-c", "user.name=turnout", "-c", "user.email=turnout@localhost"];
    say("Git doesn't know your name yet (git config user.name), so the first commit is by turnout.");
  }
  runGit(root, [...author, "commit", "--quiet", "--message", "Begin the project"]);
  say("All of it is committed.");
}

/** The kept branches of the template's map, beside the one that is there. */
function makeBranches(root: string, say: (line: string) => void): void {
  if (!hasCommit(root)) return;
  for (const branch of ["staging", "develop"]) {
    try {
      runGit(root, ["rev-parse", "--verify", "--quiet", `refs/heads/${branch}`]);
    } catch {
      runGit(root, ["branch", branch]);
      say(`Branch ${branch} is made.`);
    }
  }
}

function step(root: string, say: (line: string) => void, command: string, args: readonly string[]): void {
  say(`$ ${[command, ...args].join(" ")}`);
  run(root, command, args);
}

function run(cwd: string, command: string, args: readonly string[]): void {
  const { error, status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: "utf8" });
  if (error === undefined && status === 0) return;
  const words =
    error === undefined ? `${stdout}\n${stderr}`.trim().split("\n").slice(-12).join("\n") : wordsOf(error);
  throw new UserError(
    `\`${[command, ...args].join(" ")}\` failed in ${inOneLine(cwd)}; what was made until then stays, and running this again goes on from there:\n${words}`,
  );
}
