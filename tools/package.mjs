// Before the package is packed (`prepack` in package.json): compiles it into dist.
import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";

const run = (command, ...args) =>
  execFileSync(command, args, { stdio: ["ignore", "pipe", "inherit"], encoding: "utf8" });

rmSync("dist", { recursive: true, force: true });
run("npx", "--no-install", "tsc", "-p", "tsconfig.package.json");
run("node", "tools/bundle-kubernetes-client.mjs", "dist/live/kubernetes-client.js");
