"use strict";
// For the command: what runs TypeScript takes as long to load as all of the command, and is not needed for a map of branches
// that has not changed. So it is loaded for the first file that can't be run without it.
const { createHash } = require("node:crypto");
const Module = require("node:module");
const { readFileSync } = require("node:fs");
const { keep, kept } = require("./own-cache.js");

/** Whether a file's JavaScript means the same in any project: it loads nothing, and no option of tsconfig.json concerns it. */
const isAlone = (code) => !/\b(require|import|class)\b/.test(code);

function nameOf(file) {
  const hash = createHash("sha256");
  for (const part of [process.version, file, readFileSync(file)]) hash.update(part).update("\0");
  return `alone-${hash.digest("hex")}.js`;
}

Module._extensions[".ts"] = (module, file) => {
  const name = nameOf(file);
  const code = kept(name);
  if (code !== undefined) {
    process.setSourceMapsEnabled(true);
    return module._compile(code.toString(), file);
  }
  delete Module._extensions[".ts"];
  require("./typescript.js");
  module._compile = (code, ...rest) => {
    if (isAlone(code)) keep(name, code);
    return Module.prototype._compile.call(module, code, ...rest);
  };
  return Module._extensions[".ts"](module, file);
};
