import type { Malformed } from "./shop";
import { dev, main, release, rest, review, rules, shop } from "./shop";

/** A map whose environments' namespaces all begin with the name of its product, or as they are given. */
const product = (app: string, prod = `${app}-prod`, others = `${app}-<name>`) =>
  shop({
    app,
    rules: [
      { ...main, namespace: prod },
      { ...rest, namespace: others },
    ],
  });

/** Namespaces: what is wrong, the map, and all that the check says. */
export const malformedNamespaces: readonly Malformed[] = [
  [
    "a namespace is missing",
    rules({ ...dev, namespace: undefined }),
    [
      `branches.ts: rules[1].namespace is missing: must be text; write a name such as "smallcase-staging", or "smallcase-<name>" for a pattern.`,
    ],
  ],
  [
    "a namespace is a list",
    rules({ ...dev, namespace: ["shop-dev", ["x"]] }),
    [
      `branches.ts: rules[1].namespace is a list: must be text; write a name such as "smallcase-staging", or "smallcase-<name>" for a pattern.`,
    ],
  ],
  [
    "a namespace is empty",
    rules({ ...dev, namespace: "" }),
    [
      `branches.ts: rules[1].namespace is "": must be 3 to 63 of a-z, 0-9 and single -, no - first or last; write one such as "shop-staging".`,
    ],
  ],
  [
    "a namespace has capitals",
    rules({ ...dev, namespace: "Shop_Dev" }),
    [
      `branches.ts: rules[1].namespace is "Shop_Dev": must be 3 to 63 of a-z, 0-9 and single -, no - first or last; write one such as "shop-staging".`,
    ],
  ],
  [
    "a namespace has two dashes side by side",
    rules({ ...dev, namespace: "shop--dev" }),
    [
      `branches.ts: rules[1].namespace is "shop--dev": must be 3 to 63 of a-z, 0-9 and single -, no - first or last; write one such as "shop-staging".`,
    ],
  ],
  [
    "a namespace is shorter than 3",
    rules({ ...dev, namespace: "sd" }),
    [
      `branches.ts: rules[1].namespace is "sd": must be 3 to 63 of a-z, 0-9 and single -, no - first or last; write one such as "shop-staging".`,
    ],
  ],
  [
    "a namespace is longer than 63",
    rules({ ...dev, namespace: "n".repeat(64) }),
    [
      `branches.ts: rules[1].namespace is "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn": must be 3 to 63 of a-z, 0-9 and single -, no - first or last; write one such as "shop-staging".`,
    ],
  ],
  [
    "a namespace is Kubernetes' own",
    rules(
      { ...dev, namespace: "kube-system" },
      { ...dev, branch: "next", stack: "next", namespace: "default" },
    ),
    [
      `branches.ts: rules[1].namespace is "kube-system": must not be default or begin with kube-, which are Kubernetes' own; choose another name.`,
      `branches.ts: rules[2].namespace is "default": must not be default or begin with kube-, which are Kubernetes' own; choose another name.`,
    ],
  ],
  [
    "a namespace is the platform's own",
    rules(
      { ...dev, namespace: "turnout-platform" },
      { ...dev, branch: "next", stack: "next", namespace: "aws-observability" },
    ),
    [
      `branches.ts: rules[1].namespace is "turnout-platform": must not be turnout-platform, a namespace of the platform's own; choose another name.`,
      `branches.ts: rules[2].namespace is "aws-observability": must not be aws-observability, a namespace of the platform's own; choose another name.`,
    ],
  ],
  [
    "the pattern of its namespaces matches that of the load balancers' controller",
    product("turnout"),
    [
      `branches.ts: app is "turnout": must not let the environments' namespaces be turnout-*, for turnout-platform is the platform's own; choose another name.`,
    ],
  ],
  [
    "the pattern of its namespaces matches that of the logs",
    product("aws"),
    [
      `branches.ts: app is "aws": must not let the environments' namespaces be aws-*, for aws-observability is the platform's own; choose another name.`,
    ],
  ],
  [
    "namespaces that begin sooner than with the product's name make the pattern match the platform's",
    product("turnout-shop", "turnout-shop-prod", "turnout-<name>"),
    [
      `branches.ts: rules[1].namespace is "turnout-<name>": must not let the environments' namespaces be turnout-*, for turnout-platform is the platform's own; let it begin with turnout-shop-.`,
    ],
  ],
  [
    "laptop stacks would be in namespaces of Kubernetes' own",
    product("kube", "shop-prod", "shop-<name>"),
    [
      `branches.ts: app is "kube": must not be kube or begin with kube-, as the namespaces of Kubernetes' own do; choose another name.`,
    ],
  ],
  [
    "a namespace is that of a laptop stack",
    rules({ ...dev, namespace: "shop-local-dev" }),
    [
      `branches.ts: rules[1].namespace is "shop-local-dev": must not begin with shop-local-, as the namespaces of laptop stacks do; choose another beginning.`,
    ],
  ],
  [
    "two rules have one namespace",
    rules({ ...dev, namespace: "shop-prod" }),
    [
      `branches.ts: rules[1].namespace is "shop-prod": must not be the same as rules[0].namespace; give each rule a namespace of its own.`,
    ],
  ],
  [
    "a pattern's namespace lacks <name>",
    rules({ ...release, namespace: "shop-release" }),
    [
      `branches.ts: rules[1].namespace is "shop-release": must hold <name> once, so that each branch of a pattern gets its own; write one such as "shop-<name>".`,
    ],
  ],
  [
    "a pattern's namespace is that of laptop stacks",
    rules({ ...release, namespace: "shop-local-<name>" }),
    [
      `branches.ts: rules[1].namespace is "shop-local-<name>": must not begin with shop-local-, as the namespaces of laptop stacks do; choose another beginning.`,
    ],
  ],
  [
    "a pattern's namespace starts as Kubernetes' own",
    rules({ ...release, namespace: "kube-<name>" }),
    [
      `branches.ts: rules[1].namespace is "kube-<name>": must not be default or begin with kube-, which are Kubernetes' own; choose another name.`,
    ],
  ],
  [
    "a pattern's namespace leaves no room for the slug",
    rules({ ...release, namespace: `${"n".repeat(28)}<name>` }),
    [
      `branches.ts: rules[1].namespace is "nnnnnnnnnnnnnnnnnnnnnnnnnnnn<name>": must be at most 27 of a-z, 0-9 and single -, no - first or last, around <name>; write one such as "shop-<name>".`,
    ],
  ],
  [
    "a single branch's namespace has <name>",
    rules({ ...dev, namespace: "shop-<name>" }),
    [
      `branches.ts: rules[1].namespace is "shop-<name>": must not hold <name>, which is for rules with a pattern, and this one lists single branches; write one such as "shop-staging".`,
    ],
  ],
  [
    "the namespaces of two patterns can meet",
    rules({ ...release, namespace: "shop-<name>" }, { ...review, namespace: "shop-review-<name>" }),
    [
      `branches.ts: rules[2].namespace is "shop-review-<name>": must not meet rules[1].namespace "shop-<name>", for both can become "shop-review-x"; let the two start differently.`,
      `branches.ts: rules[3].namespace is "shop-<name>": must not be the same as rules[1].namespace; give each rule a namespace of its own.`,
      `branches.ts: rules[3].namespace is "shop-<name>": must not meet rules[2].namespace "shop-review-<name>", for both can become "shop-review-x"; let the two start differently.`,
    ],
  ],
];
