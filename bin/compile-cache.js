"use strict";
// Node 22 and newer keep what V8 has compiled. For Node 20 this does so, for installed packages; it goes with Node 20.
const { createHash } = require("node:crypto");
const Module = require("node:module");
const { dirname, sep } = require("node:path");
const { deserialize, serialize } = require("node:v8");
const vm = require("node:vm");
const { keep, kept, ownCache } = require("./own-cache.js");
const { verb } = require("./verb.js");

const packages = `${sep}node_modules${sep}`;

const digestOf = (...texts) =>
  texts.reduce((hash, text) => hash.update(text).update("\0"), createHash("sha1")).digest("hex");

/** A file for each verb: what a function that was called has been compiled to is in there, and no other. And for each place. */
const name = `compiled-${verb ?? "program"}-${digestOf(process.version, process.arch, __dirname)}`;

/** Compiled code, with its file's name in it, by the digest of both: V8 itself compares only the source's length. */
let before;
const scripts = new Map();

function readCompiled() {
  try {
    return deserialize(kept(name));
  } catch {
    return new Map();
  }
}

/** As `Module.prototype._compile`, with code that is compiled already. */
function compiled(content, file, format) {
  const digest = digestOf(file, content);
  const cachedData = (before ??= readCompiled()).get(digest);
  const script = format === "module" ? undefined : scriptOf(content, file, cachedData);
  if (script === undefined) return Module.prototype._compile.call(this, content, file, format);
  scripts.set(digest, { script, cachedData: script.cachedDataRejected ? undefined : cachedData });
  return script
    .runInThisContext()
    .call(this.exports, this.exports, requireOf(this), this, file, dirname(file));
}

/** What imports is left to Node, which warns of its own way for scripts to do so. */
function compiledPackage(content, ...rest) {
  const compile = /\bimport\s*\(/.test(content) ? Module.prototype._compile : compiled;
  return compile.call(this, content, ...rest);
}

/** Undefined for what is no CommonJS: Node may know it for an ES module. */
function scriptOf(content, filename, cachedData) {
  const [start, end] = Module.wrapper;
  try {
    return new vm.Script(`${start}${content.replace(/^#!.*/, "")}${end}`, {
      filename,
      columnOffset: -start.length,
      cachedData,
      importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    });
  } catch {
    return undefined;
  }
}

/** As Node's own for a module. */
function requireOf(module) {
  const resolve = Object.assign(
    (request, options) => Module._resolveFilename(request, module, false, options),
    {
      paths: (request) => Module._resolveLookupPaths(request, module),
    },
  );
  const { _cache: cache, _extensions: extensions } = Module;
  return Object.assign((id) => module.require(id), { resolve, main: process.mainModule, extensions, cache });
}

function keepCompiled() {
  const compiled = [...scripts].map(([digest, { script, cachedData }]) => [
    digest,
    cachedData ?? script.createCachedData(),
  ]);
  if ([...scripts.values()].some(({ cachedData }) => cachedData === undefined))
    keep(name, serialize(new Map(compiled)));
}

/** Has packages compiled as above. @returns what compiles and runs a module's code. */
function install() {
  const byItself = (module, code) => module._compile(code, module.filename);
  if (ownCache === undefined || process.env.NODE_DISABLE_COMPILE_CACHE) return byItself; // Node's own place is everybody's
  if (Module.enableCompileCache !== undefined) {
    Module.enableCompileCache(ownCache);
    return byItself;
  }
  const byNode = Module._extensions[".js"];
  Module._extensions[".js"] = (module, file) => {
    if (file.includes(packages)) module._compile = compiledPackage;
    return byNode(module, file);
  };
  process.once("exit", keepCompiled);
  return (module, code) => compiled.call(module, code, module.filename);
}

// Once in a process: the base of a diff has its own copy of this file.
module.exports = { compile: (process[Symbol.for("turnout: compile")] ??= install()) };
