"use strict";
require("../internals/typescript.js");
require("..ts");
