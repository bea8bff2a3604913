"use strict";
// Before a project's program is loaded, by the command and by Pulumi (`nodeargs` in Pulumi.yaml).
require("./typescript.js");
require("./code.js")("internals/lazy-modules");
