import type { Malformed } from "./shop";
import { main, dev, rest, shop, rules } from "./shop";

/** The map and its rules are of the wrong shape: what is wrong, the map, and all that the check says. */
export const malformedShapes: readonly Malformed[] = [
  [
    "the map is missing",
    undefined,
    [
      `branches.ts: branches is missing: must be an object with app and rules; write { app: "…", rules: […] }.`,
    ],
  ],
  [
    "the map is null",
    null,
    [`branches.ts: branches is null: must be an object with app and rules; write { app: "…", rules: […] }.`],
  ],
  [
    "the map is a text",
    "prod",
    [
      `branches.ts: branches is "prod": must be an object with app and rules; write { app: "…", rules: […] }.`,
    ],
  ],
  [
    "the map is a list",
    [],
    [`branches.ts: branches is []: must be an object with app and rules; write { app: "…", rules: […] }.`],
  ],
  [
    "the map is a function",
    () => 1,
    [
      `branches.ts: branches is a function: must be an object with app and rules; write { app: "…", rules: […] }.`,
    ],
  ],
  [
    "the map is empty",
    {},
    [
      `branches.ts: app is missing: must be 1 to 20 of a-z, 0-9 and single -, starting with a letter and not ending in -; write the product's short name, such as "smallcase".`,
      `branches.ts: rules is missing: must be a list of rules that is not empty; write at least one with branch "*" for all branches that have no rule of their own.`,
    ],
  ],
  [
    "app is missing",
    { rules: [main, rest] },
    [
      `branches.ts: app is missing: must be 1 to 20 of a-z, 0-9 and single -, starting with a letter and not ending in -; write the product's short name, such as "smallcase".`,
    ],
  ],
  [
    "app is a number",
    shop({ app: 7 }),
    [
      `branches.ts: app is 7: must be 1 to 20 of a-z, 0-9 and single -, starting with a letter and not ending in -; write the product's short name, such as "smallcase".`,
    ],
  ],
  [
    "app is empty",
    shop({ app: "" }),
    [
      `branches.ts: app is "": must be 1 to 20 of a-z, 0-9 and single -, starting with a letter and not ending in -; write the product's short name, such as "smallcase".`,
    ],
  ],
  [
    "app has capitals and spaces",
    shop({ app: "My Shop" }),
    [
      `branches.ts: app is "My Shop": must be 1 to 20 of a-z, 0-9 and single -, starting with a letter and not ending in -; write the product's short name, such as "smallcase".`,
    ],
  ],
  [
    "app starts with a digit",
    shop({ app: "1shop" }),
    [
      `branches.ts: app is "1shop": must be 1 to 20 of a-z, 0-9 and single -, starting with a letter and not ending in -; write the product's short name, such as "smallcase".`,
    ],
  ],
  [
    "app ends in a dash",
    shop({ app: "shop-" }),
    [
      `branches.ts: app is "shop-": must be 1 to 20 of a-z, 0-9 and single -, starting with a letter and not ending in -; write the product's short name, such as "smallcase".`,
    ],
  ],
  [
    "app holds two dashes side by side",
    shop({ app: "my--shop" }),
    [
      `branches.ts: app is "my--shop": must be 1 to 20 of a-z, 0-9 and single -, starting with a letter and not ending in -; write the product's short name, such as "smallcase".`,
    ],
  ],
  [
    "app is longer than 20",
    shop({ app: "a".repeat(21) }),
    [
      `branches.ts: app is "aaaaaaaaaaaaaaaaaaaaa": must be 1 to 20 of a-z, 0-9 and single -, starting with a letter and not ending in -; write the product's short name, such as "smallcase".`,
    ],
  ],
  [
    "app ends in a line break",
    shop({ app: "shop\n" }),
    [
      `branches.ts: app is "shop\\n": must be 1 to 20 of a-z, 0-9 and single -, starting with a letter and not ending in -; write the product's short name, such as "smallcase".`,
    ],
  ],
  [
    "the map has an unknown property",
    shop({ domain: "example.org" }),
    [`branches.ts: domain is "example.org": must be one of app, rules; correct or remove it.`],
  ],
  [
    "rules are missing",
    { app: "shop" },
    [
      `branches.ts: rules is missing: must be a list of rules that is not empty; write at least one with branch "*" for all branches that have no rule of their own.`,
    ],
  ],
  [
    "rules are an object",
    shop({ rules: {} }),
    [
      `branches.ts: rules is {}: must be a list of rules that is not empty; write at least one with branch "*" for all branches that have no rule of their own.`,
    ],
  ],
  [
    "rules are empty",
    shop({ rules: [] }),
    [
      `branches.ts: rules is []: must be a list of rules that is not empty; write at least one with branch "*" for all branches that have no rule of their own.`,
    ],
  ],
  [
    "a rule is missing in the middle",
    shop({ rules: [main, , rest] }),
    [
      `branches.ts: rules[1] is missing: must be a rule; write { branch: …, stack: …, namespace: …, acceptsMergesFrom: …, life: … }.`,
    ],
  ],
  [
    "a rule is a text",
    rules("main"),
    [
      `branches.ts: rules[1] is "main": must be a rule; write { branch: …, stack: …, namespace: …, acceptsMergesFrom: …, life: … }.`,
    ],
  ],
  [
    "a rule is empty",
    rules({}),
    [
      `branches.ts: rules[1].branch is missing: must be a branch, a pattern or a list of these; write one such as "main" or "release/*".`,
      `branches.ts: rules[1].stack is missing: must be text; write a name such as "staging", or "pr-<name>" for a pattern.`,
      `branches.ts: rules[1].namespace is missing: must be text; write a name such as "smallcase-staging", or "smallcase-<name>" for a pattern.`,
      `branches.ts: rules[1].acceptsMergesFrom is missing: must be "anything", "nothing", a branch or a list of branches; write one of these.`,
      `branches.ts: rules[1].life is missing: must be "kept", "protected" or { removeAfterDays: … }; write one of these.`,
    ],
  ],
  [
    "a rule has an unknown property",
    rules({ ...dev, namspace: "shop-dev" }),
    [
      `branches.ts: rules[1].namspace is "shop-dev": must be one of branch, stack, namespace, acceptsMergesFrom, life; correct or remove it.`,
    ],
  ],
];
