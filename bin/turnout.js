#!/usr/bin/env node
"use strict";
// TypeScript runs as it stands, transpiled in memory: a clone needs no build step.
require("tsx/cjs");
require("../cli/main.ts").main(process.argv);
