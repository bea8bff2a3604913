"use strict";
require("../bin/start.js");
require("../bin/code.js")("policy/index");
