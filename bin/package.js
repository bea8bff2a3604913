"use strict";
const { load } = require("./code.js");

// The package's public face.
module.exports = load("turnout");
// Never run: by these names Node finds what an ES module may import (https://nodejs.org/api/esm.html#commonjs-namespaces).
0 &&
  (module.exports = { BlueGreenApplication, Environment, Platform, planEnvironment, planPlatform, turnout });
