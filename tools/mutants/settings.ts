/** Breaks of how settings are read and checked: promise, before, after. */
export const ofSettings: readonly (readonly [promise: string, before: string, after: string])[] = [
  [
    "settings take nothing from JavaScript's own objects",
    "Object.hasOwn(base, key) ? base[key] : undefined",
    "base[key]",
  ],
  [
    "a path into the settings leads to nothing of JavaScript's own",
    "value !== null && Object.hasOwn(value, key)",
    "value !== null && key in value",
  ],
  [
    "a variable named like a method of JavaScript is no duplicate",
    "filter((name) => Object.hasOwn(env, name))",
    "filter((name) => name in env)",
  ],
  [
    "what Turnout gives to every pod can't be set",
    "Object.hasOwn(variables, name))\n      .map(([where",
    "false)\n      .map(([where",
  ],
  [
    "a secret's text is in no message",
    'value: "[secret]", // it may well be the same text',
    "value: env[name],",
  ],
  ["a message shows no password of an address", 'url.includes("@") ? "[text]" : url', "url"],
  [
    "an image without a tag always means another one",
    'tag === undefined || tag === "latest"',
    'tag === "latest"',
  ],
  ["a tag without a digit is known to move", "!/\\d/.test(tag) ||", ""],
  ["a tag that is named after a branch is known to move", "slug(branch) === slug(tag)", "branch === tag"],
  ["no file is read as another number than Pulumi reads", "return common.test(source) &&", "return"],
  ["a number with _ in it is none here and one for Pulumi", 'source.replaceAll("_", "")', "source"],
  ["a setting without a value is an empty text", 'value === null ? "" :', ""],
  ["a key named __proto__ is not lost", 'if (key !== "__proto__") return', "return"],
  ["a copied file says the same to Pulumi", 'defaultStringType: "QUOTE_DOUBLE", ', ""],
  [
    "requests have the load balancer's whole delay after preStop",
    "preStop + Math.max(delay, 1) + exitSeconds",
    "Math.max(preStop, delay) + exitSeconds",
  ],
  [
    "requests may take as long as the load balancer waits",
    "if (timeout >= delay) return problems;",
    "return problems;",
  ],
  [
    "the application keeps a connection longer than the load balancer",
    "|| keepAlive > idle) return []",
    "|| keepAlive >= idle) return []",
  ],
  [
    "a canary's steps ascend",
    "Number(share) > Number(before)) return []",
    "Number(share) >= Number(before)) return []",
  ],
  ["a canary's last step is all", "falls.length > 0 || shares[end] === 100", "true"],
  [
    "a share by hand needs a release that waits",
    "weight === undefined || canary !== undefined || autoPromote === false",
    "true",
  ],
  ["an autoscaler's most is at least what it starts from", "if (most >= least) return [];", "return [];"],
  [
    "a watch must bring the samples that it takes to judge",
    "if (wanted <= rate * seconds) return [];",
    "return [];",
  ],
  [
    "the shortest watch counts",
    "const seconds = Math.min(...times.map(Number));",
    "const seconds = Math.max(...times.map(Number));",
  ],
  ["a path leads to no other host", "!/^\\/[/\\\\]/.test(value)", "true"],
  [
    "no secret outside of an application's secrets",
    "!isInPlace(path) && at(settings, path) !== undefined",
    "false",
  ],
  [
    "no sentence about another mistake shows a secret",
    "if (misplaced.length > 0) return { problems: misplaced };",
    "",
  ],
  ["an executable bit is another image", 'stat.mode & 0o100 ? "executable" : "file"', '"file"'],
  ["files that Docker isn't sent change no tag", " || !isIgnored(path))", " || true)"],
  [
    "a cluster that was created again under the same name is another one",
    "JSON.stringify([server, data ?? file])",
    "JSON.stringify([server])",
  ],
  [
    "a stack's gateway is laid over the project's key by key",
    "merge(values[key], value) : value",
    "value : value",
  ],
  [
    "a secret's text never leaves its file",
    "isSecure(value)) return value.secure",
    'isSecure(value)) return ""',
  ],
  ["an override names an application that there is", "if (!names.includes(name))", "if (false)"],
  [
    "an override doesn't rename an application",
    "differences.set(name, rest);",
    "differences.set(name, value);",
  ],
  [
    "the project is the nearest one above, also without Pulumi.yaml",
    '[file, "branches.ts"].some((name)',
    "[file].some((name)",
  ],
  ["the project is found from a folder below it", "return projectFolder(above);", "return from;"],
  [
    "a setting of ours under another project's name is refused",
    "if (project === configNamespace || !isOurs(key)) return;",
    "if (project !== configNamespace || !isOurs(key)) return;",
  ],
  [
    "a project's own settings have any name",
    "if (project === configNamespace || !isOurs(key)) return;",
    "if (project === configNamespace) return;",
  ],
  [
    "only what is under our namespace is read as ours",
    ".filter(([key]) => key.startsWith(prefix))",
    ".filter(([key]) => key.length > prefix.length)",
  ],
  [
    "the start of 0.1.0 is refused",
    '!nodeargs.includes("./bin/typescript.js")) return;',
    "nodeargs.length > 0) return;",
  ],
  [
    "an ES module's program is its default export",
    "? exported : exported.default;",
    "? exported : undefined;",
  ],
  [
    "only a platform on a cluster that is there is planned alone",
    'if (settings.role !== "platform" || settings.aws !== undefined) throw',
    'if (settings.role !== "platform") throw',
  ],
  ["a program's own settings win", "{ ...stackConfig(), ...own }", "{ ...own, ...stackConfig() }"],
];
