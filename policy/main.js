"use strict";
require("../internals/typescript.js");
require("./index.ts");
