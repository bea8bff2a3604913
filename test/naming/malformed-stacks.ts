import type { Malformed } from "./shop";
import { dev, release, rules } from "./shop";

/** Stacks: what is wrong, the map, and all that the check says. */
export const malformedStacks: readonly Malformed[] = [
  [
    "a stack is missing",
    rules({ ...dev, stack: undefined }),
    [`branches.ts rules[1].stack is missing, but a stack is a text; write one such as "staging".`],
  ],
  [
    "a stack is a number",
    rules({ ...dev, stack: 5 }),
    [`branches.ts rules[1].stack is 5, but a stack is a text; write one such as "staging".`],
  ],
  [
    "a stack is empty",
    rules({ ...dev, stack: "" }),
    [
      `branches.ts rules[1].stack is "", but a stack is 1 to 100 of A-Z, a-z, 0-9, _, . and -, no - or . first; write one such as "staging".`,
    ],
  ],
  [
    "a stack holds a slash",
    rules({ ...dev, stack: "org/dev" }),
    [
      `branches.ts rules[1].stack is "org/dev", but a stack is 1 to 100 of A-Z, a-z, 0-9, _, . and -, no - or . first; write one such as "staging".`,
    ],
  ],
  [
    "a stack starts with a dash",
    rules({ ...dev, stack: "-dev" }),
    [
      `branches.ts rules[1].stack is "-dev", but a stack is 1 to 100 of A-Z, a-z, 0-9, _, . and -, no - or . first; write one such as "staging".`,
    ],
  ],
  [
    "a stack is longer than 100",
    rules({ ...dev, stack: "s".repeat(101) }),
    [
      `branches.ts rules[1].stack is "ssssssssssssssssssssssssssssssssssssssssssssssssssssssssssss…" (101 characters), but a stack is 1 to 100 of A-Z, a-z, 0-9, _, . and -, no - or . first; write one such as "staging".`,
    ],
  ],
  [
    "a stack is the state's",
    rules({ ...dev, stack: "state" }),
    [
      `branches.ts rules[1].stack is "state", but that stack holds the state of all others; choose another name.`,
    ],
  ],
  [
    "a stack is the platform's",
    rules({ ...dev, stack: "platform" }),
    [`branches.ts rules[1].stack is "platform", but that stack holds the platform; choose another name.`],
  ],
  [
    "a stack is that of a laptop",
    rules({ ...dev, stack: "local-dev" }),
    [
      `branches.ts rules[1].stack is "local-dev", but stacks that start with local- are those of laptops; choose another beginning.`,
    ],
  ],
  [
    "two rules have one stack",
    rules({ ...dev, stack: "prod" }),
    [
      `branches.ts rules[1].stack is "prod", but rules[0].stack is the same; give each rule a stack of its own.`,
    ],
  ],
  [
    "a pattern's stack lacks <name>",
    rules({ ...release, stack: "release" }),
    [
      `branches.ts rules[1].stack is "release", but a rule with a pattern needs <name> in it once, so that each branch gets its own; write one such as "pr-<name>".`,
    ],
  ],
  [
    "a pattern's stack has <name> twice",
    rules({ ...release, stack: "<name>-<name>" }),
    [
      `branches.ts rules[1].stack is "<name>-<name>", but a rule with a pattern needs <name> in it once, so that each branch gets its own; write one such as "pr-<name>".`,
    ],
  ],
  [
    "a pattern's stack misspells <name>",
    rules({ ...release, stack: "rel-<nam>" }),
    [
      `branches.ts rules[1].stack is "rel-<nam>", but a rule with a pattern needs <name> in it once, so that each branch gets its own; write one such as "pr-<name>".`,
      `branches.ts rules[1].stack is "rel-<nam>", but around <name> a stack has at most 64 of A-Z, a-z, 0-9, _, . and -, no - or . first; write one such as "pr-<name>".`,
    ],
  ],
  [
    "a pattern's stack leaves no room for the slug",
    rules({ ...release, stack: `${"s".repeat(65)}<name>` }),
    [
      `branches.ts rules[1].stack is "ssssssssssssssssssssssssssssssssssssssssssssssssssssssssssss…" (71 characters), but around <name> a stack has at most 64 of A-Z, a-z, 0-9, _, . and -, no - or . first; write one such as "pr-<name>".`,
    ],
  ],
  [
    "a pattern's stack is that of a laptop",
    rules({ ...release, stack: "local-<name>" }),
    [
      `branches.ts rules[1].stack is "local-<name>", but stacks that start with local- are those of laptops; choose another beginning.`,
    ],
  ],
  [
    "a single branch's stack has <name>",
    rules({ ...dev, stack: "dev-<name>" }),
    [
      `branches.ts rules[1].stack is "dev-<name>", but <name> is only for rules with a pattern, and this one lists single branches; write one such as "staging".`,
    ],
  ],
  [
    "the stacks of two patterns can meet",
    rules({ ...release, stack: "pr-release-<name>" }),
    [
      `branches.ts rules[2].stack is "pr-<name>", but rules[1].stack "pr-release-<name>" can become "pr-release-x" too; let the two start differently.`,
    ],
  ],
  [
    "the stacks of two patterns are the same",
    rules({ ...release, stack: "pr-<name>" }),
    [
      `branches.ts rules[2].stack is "pr-<name>", but rules[1].stack is the same; give each rule a stack of its own.`,
    ],
  ],
];
