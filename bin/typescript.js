"use strict";
// TypeScript runs as it stands, transpiled in memory: a clone needs no build step.
const Module = require("node:module");
const { lstatSync, mkdirSync } = require("node:fs");
const { homedir } = require("node:os");
const { isAbsolute, join, sep } = require("node:path");

/**
 * Loads what keeps a cache of code in the temporary folder. That folder is everybody's: under a name that can be guessed,
 * another user could put code there for this one to run. So the cache is in a folder of one's own, or there is none.
 */
function keepOwnCache(load) {
  const { TMPDIR, TSX_DISABLE_CACHE } = process.env; // read by tsx once, when it is loaded
  if (process.platform === "win32") return load(); // the temporary folder is the user's own there
  const folder = ownCache();
  if (folder === undefined) process.env.TSX_DISABLE_CACHE = "1";
  else {
    process.env.TMPDIR = folder;
    Module.enableCompileCache?.(folder); // Node 22 and newer keep what V8 compiled, too
  }
  try {
    load();
  } finally {
    for (const [name, value] of Object.entries({ TMPDIR, TSX_DISABLE_CACHE }))
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
  }
}

function ownCache() {
  try {
    const folder = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "turnout");
    if (!isAbsolute(folder)) return undefined; // a folder of wherever the command is run: a clone may come with one
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const { mode, uid } = lstatSync(folder);
    return uid === process.getuid() && (mode & 0o022) === 0 ? folder : undefined;
  } catch {
    return undefined; // no home, or one that can't be written
  }
}

const byNode = Module._extensions[".js"];
keepOwnCache(() => require("tsx/cjs"));
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
