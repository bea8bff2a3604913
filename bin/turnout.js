#!/usr/bin/env node
"use strict";
const { join } = require("node:path");
const { isClone, load } = require("./code.js");

/** Not by itself: a connection that nobody closes, as one of gRPC's without a loopback interface, would keep it for ever. */
async function end() {
  await new Promise(setImmediate); // what nobody has caught is reported first
  const flushed = (stream) => new Promise((resolve) => stream.write("", resolve));
  await Promise.all([process.stdout, process.stderr].map(flushed));
  process.exit();
}

function start() {
  const root = join(__dirname, "..");
  // The loader of TypeScript takes what comes after it for a query.
  if (root.includes("?"))
    return `Turnout can't be started in ${root}: move the checkout to a path without a question mark.`;
  try {
    require("./start.js");
    void load("cli/main").main(process.argv).then(end);
  } catch (error) {
    if (process.env.DEBUG === "turnout") throw error;
    const [reason] = String(error.message)
      .replace(/^Transform failed .*\n/, "") // then its first mistake, with the place
      .split("\n");
    const [folder, changes] = isClone
      ? [root, "and restore from git what was changed there"]
      : [join(root, "../.."), "which restores its package"];
    return `Turnout can't be started (${reason}): run \`npm ci\` in ${folder}, ${changes}.`;
  }
}

const failure = start();
if (failure !== undefined) {
  console.error(failure.replace(/[\p{C}\p{Z}]/gu, " "));
  process.exitCode = 1;
}
