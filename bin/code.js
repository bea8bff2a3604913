"use strict";
const { createHash } = require("node:crypto");
const { existsSync } = require("node:fs");
const Module = require("node:module");
const { join } = require("node:path");
const { keep, kept } = require("./own-cache.js");
const { verb } = require("./verb.js");

const root = join(__dirname, "..");

/** A clone runs the TypeScript that the package has compiled in `dist`. */
const isClone = existsSync(join(root, "turnout.ts"));

/** A test loads the files one by one. With `DEBUG=turnout` a stack trace has their lines. */
const isBundled =
  !isClone || (process.env.DEBUG !== "turnout" && (verb !== undefined || !Module._extensions[".ts"]));

const { compile } = isBundled ? require("./compile-cache.js") : {};

let bundle;

/** Loads a file of ours by its place in a clone, without its ending. */
function load(file) {
  if (isBundled) bundle ??= isClone ? bundleOfClone() : require(join(root, "dist/bin/bundle.js"));
  return bundle ? bundle[file]() : require(join(root, file));
}

/** The files in one, made again after each change. Null where that fails: one by one they say why. */
function bundleOfClone() {
  try {
    const { bundle, sourcesOf } = require("./bundle.js");
    const hash = createHash("sha256");
    for (const [file, content] of sourcesOf(root))
      hash.update(`${file}\0${content.length}\0`).update(content);
    const name = `bundle-${hash.digest("hex")}.js`;
    // The base of a diff has its own copy of this file: where nothing of ours differs, it gets what is loaded already.
    const loaded = require.cache[name];
    if (loaded !== undefined) return loaded.exports;
    const code = kept(name)?.latin1Slice() ?? keep(name, bundle(root).code);
    const module = new Module(name);
    module.filename = join(__dirname, name); // in a folder of a room's depth
    module.paths = Module._nodeModulePaths(__dirname);
    compile(module, code);
    return (require.cache[name] = module).exports;
  } catch {
    return null;
  }
}

module.exports = { isClone, load };
