"use strict";
// TypeScript runs as it stands, transpiled in memory: a clone needs no build step.
const Module = require("node:module");
const { sep } = require("node:path");
require("./compile-cache.js");
const { ownCache } = require("./own-cache.js");

/** Loads tsx, which keeps what it has transpiled in the temporary folder: in one of our own, or nowhere. */
function loadTsx() {
  const { TMPDIR, TSX_DISABLE_CACHE } = process.env; // read by tsx once, when it is loaded
  if (ownCache !== undefined) process.env.TMPDIR = ownCache;
  else if (process.platform !== "win32") process.env.TSX_DISABLE_CACHE = "1"; // there the temporary folder is the user's own
  try {
    require("tsx/cjs");
  } finally {
    for (const [name, value] of Object.entries({ TMPDIR, TSX_DISABLE_CACHE }))
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
  }
}

const byNode = Module._extensions[".js"];
loadTsx();
const byTsx = Module._extensions[".js"];

// Installed packages are JavaScript already. tsx would look through each of their files for ESM syntax, and have
// Node parse their source maps, which nobody reads: a quarter of the CPU time of `turnout diff` (Node 20).
const packages = `${sep}node_modules${sep}`;

Module._extensions[".js"] = (module, file) => {
  if (!file.includes(packages)) return byTsx(module, file);
  const mapped = process.sourceMapsEnabled;
  process.setSourceMapsEnabled(false);
  try {
    return byNode(module, file);
  } catch (error) {
    if (error.code !== "ERR_REQUIRE_ESM") throw error;
    return byTsx(module, file); // Node 20 requires no ESM, tsx does
  } finally {
    process.setSourceMapsEnabled(mapped);
  }
};
