import type { Malformed } from "./shop";
import { dev, release, rules } from "./shop";

/** Stacks: what is wrong, the map, and all that the check says. */
export const malformedStacks: readonly Malformed[] = [
  [
    "a stack is missing",
    rules({ ...dev, stack: undefined }),
    [
      `branches.ts: rules[1].stack is missing: must be text; write a name such as "staging", or "pr-<name>" for a pattern.`,
    ],
  ],
  [
    "a stack is a number",
    rules({ ...dev, stack: 5 }),
    [
      `branches.ts: rules[1].stack is 5: must be text; write a name such as "staging", or "pr-<name>" for a pattern.`,
    ],
  ],
  [
    "a stack is empty",
    rules({ ...dev, stack: "" }),
    [
      `branches.ts: rules[1].stack is "": must be 1 to 100 of A-Z, a-z, 0-9, _, . and -, no - or . first; write one such as "staging".`,
    ],
  ],
  [
    "a stack holds a slash",
    rules({ ...dev, stack: "org/dev" }),
    [
      `branches.ts: rules[1].stack is "org/dev": must be 1 to 100 of A-Z, a-z, 0-9, _, . and -, no - or . first; write one such as "staging".`,
    ],
  ],
  [
    "a stack starts with a dash",
    rules({ ...dev, stack: "-dev" }),
    [
      `branches.ts: rules[1].stack is "-dev": must be 1 to 100 of A-Z, a-z, 0-9, _, . and -, no - or . first; write one such as "staging".`,
    ],
  ],
  [
    "a stack is longer than 100",
    rules({ ...dev, stack: "s".repeat(101) }),
    [
      `branches.ts: rules[1].stack is "sssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssss…: must be 1 to 100 of A-Z, a-z, 0-9, _, . and -, no - or . first; write one such as "staging".`,
    ],
  ],
  [
    "a stack is the state's",
    rules({ ...dev, stack: "state" }),
    [
      `branches.ts: rules[1].stack is "state": must not be state, the stack that holds the state of all others; choose another name.`,
    ],
  ],
  [
    "a stack is the platform's",
    rules({ ...dev, stack: "platform" }),
    [
      `branches.ts: rules[1].stack is "platform": must not be platform, the stack that holds the platform; choose another name.`,
    ],
  ],
  [
    "a stack is that of a laptop",
    rules({ ...dev, stack: "local-dev" }),
    [
      `branches.ts: rules[1].stack is "local-dev": must not begin with local-, as the stacks of laptops do; choose another beginning.`,
    ],
  ],
  [
    "two rules have one stack",
    rules({ ...dev, stack: "prod" }),
    [
      `branches.ts: rules[1].stack is "prod": must not be the same as rules[0].stack; give each rule a stack of its own.`,
    ],
  ],
  [
    "a pattern's stack lacks <name>",
    rules({ ...release, stack: "release" }),
    [
      `branches.ts: rules[1].stack is "release": must hold <name> once, so that each branch of a pattern gets its own; write one such as "pr-<name>".`,
    ],
  ],
  [
    "a pattern's stack has <name> twice",
    rules({ ...release, stack: "<name>-<name>" }),
    [
      `branches.ts: rules[1].stack is "<name>-<name>": must hold <name> once, so that each branch of a pattern gets its own; write one such as "pr-<name>".`,
    ],
  ],
  [
    "a pattern's stack misspells <name>",
    rules({ ...release, stack: "rel-<nam>" }),
    [
      `branches.ts: rules[1].stack is "rel-<nam>": must hold <name> once, so that each branch of a pattern gets its own; write one such as "pr-<name>".`,
      `branches.ts: rules[1].stack is "rel-<nam>": must be at most 64 of A-Z, a-z, 0-9, _, . and -, no - or . first, around <name>; write one such as "pr-<name>".`,
    ],
  ],
  [
    "a pattern's stack leaves no room for the slug",
    rules({ ...release, stack: `${"s".repeat(65)}<name>` }),
    [
      `branches.ts: rules[1].stack is "sssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssss<name>": must be at most 64 of A-Z, a-z, 0-9, _, . and -, no - or . first, around <name>; write one such as "pr-<name>".`,
    ],
  ],
  [
    "a pattern's stack is that of a laptop",
    rules({ ...release, stack: "local-<name>" }),
    [
      `branches.ts: rules[1].stack is "local-<name>": must not begin with local-, as the stacks of laptops do; choose another beginning.`,
    ],
  ],
  [
    "a single branch's stack has <name>",
    rules({ ...dev, stack: "dev-<name>" }),
    [
      `branches.ts: rules[1].stack is "dev-<name>": must not hold <name>, which is for rules with a pattern, and this one lists single branches; write one such as "staging".`,
    ],
  ],
  [
    "the stacks of two patterns can meet",
    rules({ ...release, stack: "pr-release-<name>" }),
    [
      `branches.ts: rules[2].stack is "pr-<name>": must not meet rules[1].stack "pr-release-<name>", for both can become "pr-release-x"; let the two start differently.`,
    ],
  ],
  [
    "the stacks of two patterns are the same",
    rules({ ...release, stack: "pr-<name>" }),
    [
      `branches.ts: rules[2].stack is "pr-<name>": must not be the same as rules[1].stack; give each rule a stack of its own.`,
    ],
  ],
];
