// Before the package is packed (`prepack` in package.json): compiles it into dist, with what `turnout new` makes projects of.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import bundling from "../bin/bundle.js";

const run = (command, ...args) =>
  execFileSync(command, args, { stdio: ["ignore", "pipe", "inherit"], encoding: "utf8" });

rmSync("dist", { recursive: true, force: true });
run("npx", "--no-install", "tsc", "-p", "tsconfig.package.json");
mkdirSync("dist/bin");
writeFileSync("dist/bin/bundle.js", bundling.bundle(process.cwd()).code);
run("node", "tools/bundle-kubernetes-client.mjs", "dist/bin/kubernetes-client.js");
// What is committed: an application's folder may hold an environment of Python's, too.
for (const file of run("git", "ls-files", "-z", "app", "template").split("\0"))
  if (file !== "") cpSync(file, `dist/${file}`);
