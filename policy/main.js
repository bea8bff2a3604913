"use strict";
const { load } = require("../bin/code.js");

require("../bin/start.js");
load("policy/index");
