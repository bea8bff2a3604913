import type { Malformed } from "./shop";
import { main, dev, rest, shop, rules } from "./shop";

/** The map and its rules are of the wrong shape: what is wrong, the map, and all that the check says. */
export const malformedShapes: readonly Malformed[] = [
  [
    "the map is missing",
    undefined,
    [
      `branches.ts branches is missing, but the map is an object with app and rules; write { app: "…", rules: […] }.`,
    ],
  ],
  [
    "the map is null",
    null,
    [
      `branches.ts branches is null, but the map is an object with app and rules; write { app: "…", rules: […] }.`,
    ],
  ],
  [
    "the map is a text",
    "prod",
    [
      `branches.ts branches is "prod", but the map is an object with app and rules; write { app: "…", rules: […] }.`,
    ],
  ],
  [
    "the map is a list",
    [],
    [
      `branches.ts branches is an empty list, but the map is an object with app and rules; write { app: "…", rules: […] }.`,
    ],
  ],
  [
    "the map is a function",
    () => 1,
    [
      `branches.ts branches is a function, but the map is an object with app and rules; write { app: "…", rules: […] }.`,
    ],
  ],
  [
    "the map is empty",
    {},
    [
      `branches.ts app is missing, but the product's short name is 1 to 20 of a-z, 0-9 and single - between them, a letter first; write one such as "smallcase".`,
      `branches.ts rules is missing, but the map is a list of rules; write at least one with branch "*" for all branches that have no rule of their own.`,
    ],
  ],
  [
    "app is missing",
    { rules: [main, rest] },
    [
      `branches.ts app is missing, but the product's short name is 1 to 20 of a-z, 0-9 and single - between them, a letter first; write one such as "smallcase".`,
    ],
  ],
  [
    "app is a number",
    shop({ app: 7 }),
    [
      `branches.ts app is 7, but the product's short name is 1 to 20 of a-z, 0-9 and single - between them, a letter first; write one such as "smallcase".`,
    ],
  ],
  [
    "app is empty",
    shop({ app: "" }),
    [
      `branches.ts app is "", but the product's short name is 1 to 20 of a-z, 0-9 and single - between them, a letter first; write one such as "smallcase".`,
    ],
  ],
  [
    "app has capitals and spaces",
    shop({ app: "My Shop" }),
    [
      `branches.ts app is "My Shop", but the product's short name is 1 to 20 of a-z, 0-9 and single - between them, a letter first; write one such as "smallcase".`,
    ],
  ],
  [
    "app starts with a digit",
    shop({ app: "1shop" }),
    [
      `branches.ts app is "1shop", but the product's short name is 1 to 20 of a-z, 0-9 and single - between them, a letter first; write one such as "smallcase".`,
    ],
  ],
  [
    "app ends in a dash",
    shop({ app: "shop-" }),
    [
      `branches.ts app is "shop-", but the product's short name is 1 to 20 of a-z, 0-9 and single - between them, a letter first; write one such as "smallcase".`,
    ],
  ],
  [
    "app holds two dashes side by side",
    shop({ app: "my--shop" }),
    [
      `branches.ts app is "my--shop", but the product's short name is 1 to 20 of a-z, 0-9 and single - between them, a letter first; write one such as "smallcase".`,
    ],
  ],
  [
    "app is longer than 20",
    shop({ app: "a".repeat(21) }),
    [
      `branches.ts app is "aaaaaaaaaaaaaaaaaaaaa", but the product's short name is 1 to 20 of a-z, 0-9 and single - between them, a letter first; write one such as "smallcase".`,
    ],
  ],
  [
    "app ends in a line break",
    shop({ app: "shop\n" }),
    [
      `branches.ts app is "shop\\n", but the product's short name is 1 to 20 of a-z, 0-9 and single - between them, a letter first; write one such as "smallcase".`,
    ],
  ],
  [
    "the map has an unknown property",
    shop({ domain: "example.org" }),
    [`branches.ts branches has a property "domain", but the map knows app, rules; correct or remove it.`],
  ],
  [
    "rules are missing",
    { app: "shop" },
    [
      `branches.ts rules is missing, but the map is a list of rules; write at least one with branch "*" for all branches that have no rule of their own.`,
    ],
  ],
  [
    "rules are an object",
    shop({ rules: {} }),
    [
      `branches.ts rules is an object, but the map is a list of rules; write at least one with branch "*" for all branches that have no rule of their own.`,
    ],
  ],
  [
    "rules are empty",
    shop({ rules: [] }),
    [
      `branches.ts rules is an empty list, but the map is a list of rules; write at least one with branch "*" for all branches that have no rule of their own.`,
    ],
  ],
  [
    "a rule is missing in the middle",
    shop({ rules: [main, , rest] }),
    [
      "branches.ts rules[1] is missing, but a rule is an object; write { branch: …, stack: …, namespace: …, acceptsMergesFrom: …, life: … }.",
    ],
  ],
  [
    "a rule is a text",
    rules("main"),
    [
      `branches.ts rules[1] is "main", but a rule is an object; write { branch: …, stack: …, namespace: …, acceptsMergesFrom: …, life: … }.`,
    ],
  ],
  [
    "a rule is empty",
    rules({}),
    [
      `branches.ts rules[1].branch is missing, but it is a branch, a pattern or a list of those; write one such as "main" or "release/*".`,
      `branches.ts rules[1].stack is missing, but a stack is a text; write one such as "staging".`,
      `branches.ts rules[1].namespace is missing, but a namespace is a text; write one such as "shop-staging".`,
      `branches.ts rules[1].acceptsMergesFrom is missing, but it is "anything", "nothing", a branch or a list of branches; write one of these.`,
      `branches.ts rules[1].life is missing, but a life is "kept", "protected" or { removeAfterDays: … }; write one of these.`,
    ],
  ],
  [
    "a rule has an unknown property",
    rules({ ...dev, namspace: "shop-dev" }),
    [
      `branches.ts rules[1] has a property "namspace", but the map knows branch, stack, namespace, acceptsMergesFrom, life; correct or remove it.`,
    ],
  ],
];
