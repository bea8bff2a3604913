import type { Malformed } from "./shop";
import { main, dev, rest, shop, rules } from "./shop";

/** Merges, lives, and all at once: what is wrong, the map, and all that the check says. */
export const malformedLives: readonly Malformed[] = [
  [
    "what it takes merges from is missing",
    rules({ ...dev, acceptsMergesFrom: undefined }),
    [
      `branches.ts: rules[1].acceptsMergesFrom is missing: must be "anything", "nothing", a branch or a list of branches; write one of these.`,
    ],
  ],
  [
    "what it takes merges from is true",
    rules({ ...dev, acceptsMergesFrom: true }),
    [
      `branches.ts: rules[1].acceptsMergesFrom is true: must be "anything", "nothing", a branch or a list of branches; write one of these.`,
    ],
  ],
  [
    "what it takes merges from is an empty list",
    rules({ ...dev, acceptsMergesFrom: [] }),
    [
      `branches.ts: rules[1].acceptsMergesFrom is []: must be "anything", "nothing", a branch or a list of branches; write one of these.`,
    ],
  ],
  [
    "what it takes merges from holds a number",
    rules({ ...dev, acceptsMergesFrom: ["main", 1] }),
    [
      `branches.ts: rules[1].acceptsMergesFrom[1] is 1: must be "anything", "nothing", a branch or a list of branches; write one of these.`,
    ],
  ],
  [
    "it takes merges from an unknown branch",
    rules({ ...dev, acceptsMergesFrom: "stagign" }),
    [
      `branches.ts: rules[1].acceptsMergesFrom is "stagign": must be a branch that a rule lists (main, develop, *); write one of these, "anything" or "nothing".`,
    ],
  ],
  [
    "it takes merges from unknown branches in a list",
    rules({ ...dev, acceptsMergesFrom: ["*", "a", "b"] }),
    [
      `branches.ts: rules[1].acceptsMergesFrom is "a": must be a branch that a rule lists (main, develop, *); write one of these, "anything" or "nothing".`,
      `branches.ts: rules[1].acceptsMergesFrom is "b": must be a branch that a rule lists (main, develop, *); write one of these, "anything" or "nothing".`,
    ],
  ],
  [
    "a branch takes merges from itself",
    rules({ ...dev, acceptsMergesFrom: "develop" }),
    [
      `branches.ts: rules[1].acceptsMergesFrom is "develop": must not let merges go round in a circle (develop from develop); take one of these merges out.`,
    ],
  ],
  [
    "two branches take merges from each other",
    shop({ rules: [{ ...main, acceptsMergesFrom: "develop" }, { ...dev, acceptsMergesFrom: "main" }, rest] }),
    [
      `branches.ts: rules[1].acceptsMergesFrom is "main": must not let merges go round in a circle (main from develop, develop from main); take one of these merges out.`,
    ],
  ],
  [
    "three branches take merges in a circle",
    shop({
      rules: [
        { ...main, acceptsMergesFrom: "develop" },
        { ...dev, acceptsMergesFrom: ["*"] },
        { ...rest, acceptsMergesFrom: ["main"] },
      ],
    }),
    [
      `branches.ts: rules[2].acceptsMergesFrom is "main": must not let merges go round in a circle (main from develop, develop from *, * from main); take one of these merges out.`,
    ],
  ],
  [
    "a life is missing",
    rules({ ...dev, life: undefined }),
    [
      `branches.ts: rules[1].life is missing: must be "kept", "protected" or { removeAfterDays: … }; write one of these.`,
    ],
  ],
  [
    "a life is an unknown word",
    rules({ ...dev, life: "forever" }),
    [
      `branches.ts: rules[1].life is "forever": must be "kept", "protected" or { removeAfterDays: … }; write one of these.`,
    ],
  ],
  [
    "a life is a number",
    rules({ ...dev, life: 14 }),
    [
      `branches.ts: rules[1].life is 14: must be "kept", "protected" or { removeAfterDays: … }; write one of these.`,
    ],
  ],
  [
    "the days of a life are missing",
    rules({ ...dev, life: {} }),
    [
      `branches.ts: rules[1].life.removeAfterDays is missing: must be a whole number from 1 to 365; write such a number, or life: "kept".`,
    ],
  ],
  [
    "the days of a life are 0",
    rules({ ...dev, life: { removeAfterDays: 0 } }),
    [
      `branches.ts: rules[1].life.removeAfterDays is 0: must be a whole number from 1 to 365; write such a number, or life: "kept".`,
    ],
  ],
  [
    "the days of a life are 366",
    rules({ ...dev, life: { removeAfterDays: 366 } }),
    [
      `branches.ts: rules[1].life.removeAfterDays is 366: must be a whole number from 1 to 365; write such a number, or life: "kept".`,
    ],
  ],
  [
    "the days of a life are half a day",
    rules({ ...dev, life: { removeAfterDays: 0.5 } }),
    [
      `branches.ts: rules[1].life.removeAfterDays is 0.5: must be a whole number from 1 to 365; write such a number, or life: "kept".`,
    ],
  ],
  [
    "the days of a life are a text",
    rules({ ...dev, life: { removeAfterDays: "14" } }),
    [
      `branches.ts: rules[1].life.removeAfterDays is "14": must be a whole number from 1 to 365; write such a number, or life: "kept".`,
    ],
  ],
  [
    "the days of a life are no number",
    rules({ ...dev, life: { removeAfterDays: NaN } }),
    [
      `branches.ts: rules[1].life.removeAfterDays is NaN: must be a whole number from 1 to 365; write such a number, or life: "kept".`,
    ],
  ],
  [
    "a life has an unknown property",
    rules({ ...dev, life: { removeAfterDays: 14, removeAfterHours: 3 } }),
    [
      `branches.ts: rules[1].life.removeAfterHours is 3: must be one of removeAfterDays; correct or remove it.`,
    ],
  ],
  [
    "everything is wrong at once",
    {
      app: "Shop",
      rules: [
        {
          branch: ["main", "main"],
          stack: "platform",
          namespace: "x",
          acceptsMergesFrom: "dev",
          life: "short",
        },
        {
          branch: "fix/*",
          stack: "fix",
          namespace: "fix",
          acceptsMergesFrom: 1,
          life: { removeAfterDays: -1 },
        },
      ],
    },
    [
      `branches.ts: app is "Shop": must be 1 to 20 of a-z, 0-9 and single -, starting with a letter and not ending in -; write the product's short name, such as "smallcase".`,
      `branches.ts: rules[0].life is "short": must be "kept", "protected" or { removeAfterDays: … }; write one of these.`,
      `branches.ts: rules[1].acceptsMergesFrom is 1: must be "anything", "nothing", a branch or a list of branches; write one of these.`,
      `branches.ts: rules[1].life.removeAfterDays is -1: must be a whole number from 1 to 365; write such a number, or life: "kept".`,
      `branches.ts: rules[0].stack is "platform": must not be platform, the stack that holds the platform; choose another name.`,
      `branches.ts: rules[0].namespace is "x": must be 3 to 63 of a-z, 0-9 and single -, no - first or last; write one such as "smallcase-staging".`,
      `branches.ts: rules[1].stack is "fix": must hold <name> once, so that each branch of a pattern gets its own; write one such as "pr-<name>".`,
      `branches.ts: rules[1].namespace is "fix": must hold <name> once, so that each branch of a pattern gets its own; write one such as "smallcase-<name>".`,
      `branches.ts: rules is a list: must have a catch-all, for every branch needs a rule; add a rule with branch "*".`,
      `branches.ts: rules[0].branch is "main": must not be twice in one list, for a branch has one rule; remove one of the two.`,
      `branches.ts: rules[0].acceptsMergesFrom is "dev": must be a branch that a rule lists (main, fix/*); write one of these, "anything" or "nothing".`,
    ],
  ],
];
