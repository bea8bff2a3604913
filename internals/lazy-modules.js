"use strict";
// Stand-ins, in Node's cache of modules, for what is loaded with a package and never used here.
const Module = require("node:module");

/** @param file where the real module is. */
function standIn(file, exports) {
  const module = new Module(file);
  module.exports = exports(module);
  module.loaded = true;
  require.cache[file] ??= module;
}

// @pulumi/pulumi can serialize a JavaScript function into a resource (dynamic providers, `magic` lambdas). We never
// do, but its `runtime/index.js` loads all that needs at once: TypeScript and npm's dependency solver, 480 modules and
// a third of the wall time of `turnout diff`. The real modules are loaded when one of these functions is called.
const closures = {
  "@pulumi/pulumi/runtime/closure/codePaths": ["computeCodePaths", "findWorkspaceRoot"],
  "@pulumi/pulumi/runtime/closure/serializeClosure": ["serializeFunction", "serializeFunctionAsync"],
};

for (const [request, names] of Object.entries(closures)) {
  const file = require.resolve(request);
  standIn(file, (module) => {
    const load = () => {
      if (require.cache[file] === module) delete require.cache[file];
      return require(file);
    };
    return Object.fromEntries(names.map((name) => [name, (...args) => load()[name](...args)]));
  });
}

// zod has its sentences in 60 languages, and loads them all: 40 per cent of what it takes to load. Our sentences are in
// the schemas; what they leave out comes from the one language that zod takes by default, and loads by itself.
standIn(require.resolve("zod/v4/locales"), () => ({}));
