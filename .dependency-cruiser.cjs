"use strict";

/** The rooms from the bottom up (CONTRIBUTING.md, "Where a line belongs"): each imports from itself and from those before it. */
const rooms = [
  "internals",
  "problems",
  "release",
  "traffic",
  "naming",
  "settings",
  "program",
  "kinds",
  "estimate",
  "live",
  "components/alarms",
  "components/[^/]+\\.ts",
  "components/(environment|platform)",
  "turnout.ts",
  "branches.ts",
  "index.ts",
  "policy",
  "git",
  "diff",
  "cli",
  "tools",
];

/** Their decisions are the same in a test, in the offline diff and in the engine: they reach nothing outside. */
const pure = "^(problems|release|naming|kinds|estimate|policy/(?!index|from-engine))/";

const upwards = rooms.slice(0, -1).map((room, i) => ({
  name: `${room} stands below`,
  severity: "error",
  from: { path: `^${room}` },
  to: { path: rooms.slice(i + 1).map((above) => `^${above}`) },
}));

module.exports = {
  forbidden: [
    ...upwards,
    { name: "leads to a file", severity: "error", from: {}, to: { couldNotResolve: true, path: "^\\." } },
    { name: "no circle of files", severity: "error", from: {}, to: { circular: true } },
    { name: "no circle of folders", severity: "error", scope: "folder", from: {}, to: { circular: true } },
    {
      name: "an environment needs no platform's code, nor the other way",
      severity: "error",
      from: { path: "^components/(environment|platform)/" },
      to: { path: "^components/(environment|platform)/", pathNot: "^components/$1/" },
    },
    {
      name: "pure",
      severity: "error",
      from: { path: pure },
      to: { path: ["^(node:)?(fs|child_process)", "@pulumi/"] },
    },
    { name: "no engine", severity: "error", from: { path: "^traffic/" }, to: { path: "@pulumi/" } },
    {
      name: "components read no files",
      severity: "error",
      from: { path: "^components/", pathNot: "aws-images\\.ts$" },
      to: { path: ["^(node:)?(fs|child_process)", "^branches\\.ts"] },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(test|app|dist|template|\\.turnout)/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
  },
};
