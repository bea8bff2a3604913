"use strict";
// TypeScript runs as it stands, transpiled in memory: a clone needs no build step.
const Module = require("node:module");
const { sep } = require("node:path");

const byNode = Module._extensions[".js"];
require("tsx/cjs");
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
