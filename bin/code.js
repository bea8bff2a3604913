"use strict";
const { existsSync } = require("node:fs");
const { join } = require("node:path");

/** A clone runs the TypeScript that the package has compiled in `dist`. */
const isClone = existsSync(join(__dirname, "../turnout.ts"));

/** Loads a file of ours by its place in a clone, without its ending. */
const load = (file) => require(join(__dirname, isClone ? ".." : "../dist", file));

module.exports = { isClone, load };
