#!/usr/bin/env node
"use strict";
const { join } = require("node:path");

/** Not by itself: a connection that nobody closes, as one of gRPC's without a loopback interface, would keep it for ever. */
async function end() {
  await new Promise(setImmediate); // what nobody has caught is reported first
  const flushed = (stream) => new Promise((resolve) => stream.write("", resolve));
  await Promise.all([process.stdout, process.stderr].map(flushed));
  process.exit();
}

try {
  require("./typescript.js");
  require("../internals/lazy-modules.js");
  require("../cli/main.ts").main(process.argv).then(end);
} catch (error) {
  if (process.env.DEBUG === "turnout") throw error;
  const [reason] = String(error.message).split("\n");
  console.error(
    `Turnout can't be started (${reason}): run \`npm ci\` in ${join(__dirname, "..")}, and restore from git what was changed there.`,
  );
  process.exitCode = 1;
}
