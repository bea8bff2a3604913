import type { Malformed } from "./shop";
import { main, dev, release, review, shop, rules } from "./shop";

/** Branches and patterns: what is wrong, the map, and all that the check says. */
export const malformedBranches: readonly Malformed[] = [
  [
    "a branch is missing",
    rules({ ...dev, branch: undefined }),
    [
      `branches.ts: rules[1].branch is missing: must be a branch, a pattern or a list of these; write one such as "main" or "release/*".`,
    ],
  ],
  [
    "branches are an empty list",
    rules({ ...dev, branch: [] }),
    [
      `branches.ts: rules[1].branch is []: must be a branch, a pattern or a list of these; write one such as "main" or "release/*".`,
    ],
  ],
  [
    "a branch is empty",
    rules({ ...dev, branch: "" }),
    [
      `branches.ts: rules[1].branch is "": must be a branch name that git allows, at most 255 characters, with * as the only wildcard; write one such as "main" or "release/*".`,
    ],
  ],
  [
    "a branch is a number in a list",
    rules({ ...dev, branch: ["develop", 3] }),
    [
      `branches.ts: rules[1].branch[1] is 3: must be a branch name that git allows, at most 255 characters, with * as the only wildcard; write one such as "main" or "release/*".`,
    ],
  ],
  [
    "a branch holds a space",
    rules({ ...dev, branch: "my branch" }),
    [
      `branches.ts: rules[1].branch is "my branch": must be a branch name that git allows, at most 255 characters, with * as the only wildcard; write one such as "main" or "release/*".`,
    ],
  ],
  [
    "a branch uses another kind of wildcard",
    rules({ ...dev, branch: ["v?", "v[0-9]", "develop"] }),
    [
      `branches.ts: rules[1].branch[0] is "v?": must be a branch name that git allows, at most 255 characters, with * as the only wildcard; write one such as "main" or "release/*".`,
      `branches.ts: rules[1].branch[1] is "v[0-9]": must be a branch name that git allows, at most 255 characters, with * as the only wildcard; write one such as "main" or "release/*".`,
    ],
  ],
  [
    "a branch is no name git allows",
    rules({ ...dev, branch: ["a..b", "a/", "/a", "a.lock", "-a", "a//b", ".a", "@", "a.", "a@{1}"] }),
    [
      `branches.ts: rules[1].branch[0] is "a..b": must be a branch name that git allows, at most 255 characters, with * as the only wildcard; write one such as "main" or "release/*".`,
      `branches.ts: rules[1].branch[1] is "a/": must be a branch name that git allows, at most 255 characters, with * as the only wildcard; write one such as "main" or "release/*".`,
      `branches.ts: rules[1].branch[2] is "/a": must be a branch name that git allows, at most 255 characters, with * as the only wildcard; write one such as "main" or "release/*".`,
      `branches.ts: rules[1].branch[3] is "a.lock": must be a branch name that git allows, at most 255 characters, with * as the only wildcard; write one such as "main" or "release/*".`,
      `branches.ts: rules[1].branch[4] is "-a": must be a branch name that git allows, at most 255 characters, with * as the only wildcard; write one such as "main" or "release/*".`,
      `branches.ts: rules[1].branch[5] is "a//b": must be a branch name that git allows, at most 255 characters, with * as the only wildcard; write one such as "main" or "release/*".`,
      `branches.ts: rules[1].branch[6] is ".a": must be a branch name that git allows, at most 255 characters, with * as the only wildcard; write one such as "main" or "release/*".`,
      `branches.ts: rules[1].branch[7] is "@": must be a branch name that git allows, at most 255 characters, with * as the only wildcard; write one such as "main" or "release/*".`,
      `branches.ts: rules[1].branch[8] is "a.": must be a branch name that git allows, at most 255 characters, with * as the only wildcard; write one such as "main" or "release/*".`,
      `branches.ts: rules[1].branch[9] is "a@{1}": must be a branch name that git allows, at most 255 characters, with * as the only wildcard; write one such as "main" or "release/*".`,
    ],
  ],
  [
    "a branch is longer than 255",
    rules({ ...dev, branch: "b".repeat(256) }),
    [
      `branches.ts: rules[1].branch is "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb…: must be a branch name that git allows, at most 255 characters, with * as the only wildcard; write one such as "main" or "release/*".`,
    ],
  ],
  [
    "a branch stands in two rules",
    rules({ ...dev, branch: ["develop", "main"] }),
    [
      `branches.ts: rules[1].branch is "main": must not be in rules[0].branch too, for a branch has one rule; remove one of the two.`,
    ],
  ],
  [
    "a branch stands twice in one rule",
    rules({ ...dev, branch: ["develop", "develop"] }),
    [
      `branches.ts: rules[1].branch is "develop": must not be twice in one list, for a branch has one rule; remove one of the two.`,
    ],
  ],
  [
    "there is no catch-all",
    shop({ rules: [main, dev] }),
    [
      `branches.ts: rules is a list: must have a catch-all, for every branch needs a rule; add a rule with branch "*".`,
    ],
  ],
  [
    "there are two catch-alls",
    rules({ ...review, branch: "**" }),
    [
      `branches.ts: rules[2].branch is "*": must not be a catch-all, which rules[1].branch is already; keep one of them.`,
    ],
  ],
  [
    "one pattern stands in two rules",
    rules(release, { ...review, branch: "release/*" }),
    [
      `branches.ts: rules[2].branch is "release/*": must not be in rules[1].branch too, for a branch has one rule; remove one of the two.`,
    ],
  ],
  [
    "two patterns match one branch",
    rules(release, { ...review, branch: ["review/*", "*/1.0"] }),
    [
      `branches.ts: rules[2].branch is "*/1.0": must not match "release/1.0", which "release/*" of rules[1].branch matches too, for a branch has one rule; narrow one of the patterns.`,
    ],
  ],
  [
    "two patterns match one branch in the middle",
    rules({ ...release, branch: "a*c" }, { ...review, branch: "*b*" }),
    [
      `branches.ts: rules[2].branch is "*b*": must not match "axbxc", which "a*c" of rules[1].branch matches too, for a branch has one rule; narrow one of the patterns.`,
    ],
  ],
];
