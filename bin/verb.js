"use strict";
const { basename } = require("node:path");

const [, program = "", word = ""] = process.argv;
const isCommand = ["turnout", "turnout.js"].includes(basename(program));

/** The verb of the command that this process is; undefined where it is none, but a test or a program that Pulumi runs. */
module.exports = { verb: isCommand ? (/^[a-z]{1,20}$/.exec(word)?.[0] ?? "none") : undefined };
