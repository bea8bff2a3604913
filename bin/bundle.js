"use strict";
const { readdirSync, readFileSync } = require("node:fs");
const { join } = require("node:path");

/** The files that are asked for, by their places in a clone, without their endings. */
const entries = ["turnout", "cli/main", "policy/index", "internals/lazy-modules"];

/** Loaded by a project's program as well, or only at times. */
const external = ["@pulumi/*", "@kubernetes/client-node", "esbuild", "google-protobuf", "tsx"];

/**
 * Our code, with the packages that nobody else uses, as one file of JavaScript: Node loads it in a third of the time. In
 * one, because the command and the program share what they load. Each entry is a function that loads it.
 *
 * @param root folder of a clone.
 * @returns the code, and the paths of the files it is made of.
 * @throws Error for what can't be transpiled.
 */
function bundle(root) {
  const { buildSync } = require("esbuild");
  const contents = entries.map((entry) => `exports["${entry}"] = () => require("./${entry}");`).join("\n");
  const { outputFiles, metafile } = buildSync({
    stdin: { contents, resolveDir: root },
    absWorkingDir: root,
    bundle: true,
    write: false,
    metafile: true,
    platform: "node",
    target: "node20",
    tsconfigRaw: {},
    minifySyntax: true,
    minifyWhitespace: true,
    banner: { js: '"use strict";' },
    external,
    logLevel: "silent",
  });
  return { code: outputFiles[0].text, files: Object.keys(metafile.inputs) };
}

const rooms = [
  ...["cli", "components", "diff", "estimate", "git", "internals", "kinds", "live", "naming"],
  ...["policy", "problems", "program", "release", "settings", "traffic"],
];

/** What a bundle depends on, as paths with their contents; of packages, what npm says that it has installed. */
function sourcesOf(root) {
  const own = rooms.flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, encoding: "utf8" })
      .filter((file) => /\.(ts|js|json)$/.test(file))
      .map((file) => join(room, file)),
  );
  const files = ["bin/bundle.js", "node_modules/.package-lock.json", "turnout.ts", ...own.sort()];
  return files.map((file) => [file, readFileSync(join(root, file))]);
}

module.exports = { bundle, sourcesOf };
