"use strict";
// The package's public face.
module.exports = require("./code.js")("turnout");
