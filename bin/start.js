"use strict";
// Before a project's program is loaded, by the command and by Pulumi (`nodeargs` in Pulumi.yaml).
const { load } = require("./code.js");
const { verb } = require("./verb.js");

// Read when @pulumi/pulumi is loaded. Else `http://${queue.url}` is no error but a text about one, and goes into the pods.
process.env.PULUMI_ERROR_OUTPUT_STRING ??= "true";
require(verb === undefined ? "./typescript.js" : "./late-typescript.js");
load("internals/lazy-modules");
