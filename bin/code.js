"use strict";
const { existsSync } = require("node:fs");
const { join } = require("node:path");

/** A clone runs the TypeScript that the package has compiled in `dist`. */
const base = existsSync(join(__dirname, "../turnout.ts")) ? ".." : "../dist";

/** Loads a file of ours by its place in a clone, without its ending. */
module.exports = (file) => require(join(__dirname, base, file));
