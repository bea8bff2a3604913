"use strict";
require("../bin/typescript.js");
require("./index.ts");
