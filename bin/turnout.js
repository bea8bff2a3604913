#!/usr/bin/env node
"use strict";
require("node:module").enableCompileCache?.(); // Node 22 and newer keep what V8 compiled from one run to the next
require("./typescript.js");
require("../internals/lazy-modules.js");
require("../cli/main.ts").main(process.argv);
