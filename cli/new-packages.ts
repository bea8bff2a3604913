import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { home, isPackage } from "../problems/documents";
import { wordsOf } from "../problems/failure";
import { inOneLine } from "../problems/problem";
import { mergedPackage, neededPackages, type PackageFile } from "./scaffold";
import { UserError } from "./terminal";

/** Where files are made before they are moved into their place whole. */
export function halves(root: string): string {
  const folder = join(root, ".turnout", "new");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/** Written whole or not at all: a run that is cut off leaves no half of a file that the next one would take for yours. */
export function writeWhole(root: string, file: string, text: string): void {
  const half = join(halves(root), basename(file));
  writeFileSync(half, text);
  mkdirSync(dirname(join(root, file)), { recursive: true });
  renameSync(half, join(root, file));
}

/** Puts what a project needs into its package.json. */
export function addPackages(
  name: string,
  own: PackageFile | undefined,
  root: string,
  say: (line: string) => void,
): void {
  const { merged, added } = mergedPackage(name, own, () => packageSpec(root, say));
  if (added.length === 0) return void say("package.json has all it needs.");
  writeWhole(root, "package.json", `${JSON.stringify(merged, null, 2)}\n`);
  say(own === undefined ? "package.json is made." : `package.json gets ${added.join(", ")}.`);
}

/** The package as the project's package.json names it: a tarball in the project, which a clone then has, too. */
function packageSpec(root: string, say: (line: string) => void): string {
  const { version } = JSON.parse(readFileSync(join(home, "package.json"), "utf8")) as { version: string };
  const tarball = `turnout-${version}.tgz`;
  const spec = `file:vendor/${tarball}`;
  const vendored = join(root, "vendor", tarball);
  if (existsSync(vendored)) return spec;
  const half = join(halves(root), tarball);
  // An installed package is compiled already, whoever installed it and from where.
  const [options, takes] = isPackage ? [["--ignore-scripts"], "some seconds"] : [[], "half a minute"];
  const into = ["--pack-destination", dirname(half)];
  npm(home, ["pack", "--silent", ...options, ...into], `Turnout's package, ${takes}`, say);
  mkdirSync(dirname(vendored), { recursive: true });
  renameSync(half, vendored);
  return spec;
}

/** npm writes its record last: what is in it is installed whole. */
export function installPackages(root: string, say: (line: string) => void): void {
  const lock = join(root, "node_modules", ".package-lock.json");
  const { packages: recorded = {} } = (existsSync(lock) ? JSON.parse(readFileSync(lock, "utf8")) : {}) as {
    packages?: object;
  };
  if (neededPackages().every((one) => `node_modules/${one}` in recorded)) return;
  npm(root, ["install", "--no-audit", "--no-fund"], "Turnout and its packages, about a minute", say);
}

/** @throws UserError with npm's last words where it fails. */
export function npm(cwd: string, args: readonly string[], what: string, say: (line: string) => void): void {
  const command = ["npm", ...args].join(" ");
  say(`$ ${command} … (${what})`);
  const { error, status, stdout, stderr } = spawnSync("npm", args, { cwd, encoding: "utf8" });
  if (error === undefined && status === 0) return;
  const isMissing = error !== undefined && "code" in error && error.code === "ENOENT";
  const words = isMissing
    ? "there is no npm on PATH"
    : error === undefined
      ? `${stdout}\n${stderr}`.trim().split("\n").slice(-12).join("\n")
      : wordsOf(error);
  throw new UserError(
    `\`${command}\` failed in ${inOneLine(cwd, 300)}; what was made until then stays, and running this again goes on from there:\n${words}`,
  );
}
