#!/usr/bin/env node
"use strict";
require("./typescript.js");
require("../internals/lazy-modules.js");
require("../cli/main.ts").main(process.argv);
