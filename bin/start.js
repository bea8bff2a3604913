"use strict";
// Before a project's program is loaded, by the command and by Pulumi (`nodeargs` in Pulumi.yaml).
const { load } = require("./code.js");

require("./typescript.js");
load("internals/lazy-modules");
