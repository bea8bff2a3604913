"use strict";
// @pulumi/pulumi can serialize a JavaScript function into a resource (dynamic providers, `magic` lambdas). We never
// do, but its `runtime/index.js` loads all that needs at once: TypeScript and npm's dependency solver, 480 modules and
// a third of the wall time of `turnout diff`. Two stand-ins load the real modules when one of them is called.
const Module = require("node:module");

const lazy = {
  "@pulumi/pulumi/runtime/closure/codePaths": ["computeCodePaths", "findWorkspaceRoot"],
  "@pulumi/pulumi/runtime/closure/serializeClosure": ["serializeFunction", "serializeFunctionAsync"],
};

for (const [request, names] of Object.entries(lazy)) {
  const file = require.resolve(request);
  const standIn = new Module(file);
  const load = () => {
    if (require.cache[file] === standIn) delete require.cache[file];
    return require(file);
  };
  standIn.exports = Object.fromEntries(names.map((name) => [name, (...args) => load()[name](...args)]));
  standIn.loaded = true;
  require.cache[file] ??= standIn;
}
