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
      `branches.ts rules[1].namespace is missing, but a namespace is a text; write one such as "shop-staging".`,
    ],
  ],
  [
    "a namespace is a list",
    rules({ ...dev, namespace: ["shop-dev", ["x"]] }),
    [
      `branches.ts rules[1].namespace is a list ("shop-dev", a list), but a namespace is a text; write one such as "shop-staging".`,
    ],
  ],
  [
    "a namespace is empty",
    rules({ ...dev, namespace: "" }),
    [
      `branches.ts rules[1].namespace is "", but a namespace is 3 to 63 of a-z, 0-9 and single -, no - first or last; write one such as "shop-staging".`,
    ],
  ],
  [
    "a namespace has capitals",
    rules({ ...dev, namespace: "Shop_Dev" }),
    [
      `branches.ts rules[1].namespace is "Shop_Dev", but a namespace is 3 to 63 of a-z, 0-9 and single -, no - first or last; write one such as "shop-staging".`,
    ],
  ],
  [
    "a namespace has two dashes side by side",
    rules({ ...dev, namespace: "shop--dev" }),
    [
      `branches.ts rules[1].namespace is "shop--dev", but a namespace is 3 to 63 of a-z, 0-9 and single -, no - first or last; write one such as "shop-staging".`,
    ],
  ],
  [
    "a namespace is shorter than 3",
    rules({ ...dev, namespace: "sd" }),
    [
      `branches.ts rules[1].namespace is "sd", but a namespace is 3 to 63 of a-z, 0-9 and single -, no - first or last; write one such as "shop-staging".`,
    ],
  ],
  [
    "a namespace is longer than 63",
    rules({ ...dev, namespace: "n".repeat(64) }),
    [
      `branches.ts rules[1].namespace is "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn…" (64 characters), but a namespace is 3 to 63 of a-z, 0-9 and single -, no - first or last; write one such as "shop-staging".`,
    ],
  ],
  [
    "a namespace is Kubernetes' own",
    rules(
      { ...dev, namespace: "kube-system" },
      { ...dev, branch: "next", stack: "next", namespace: "default" },
    ),
    [
      `branches.ts rules[1].namespace is "kube-system", but default and what starts with kube- are Kubernetes' own; choose another name.`,
      `branches.ts rules[2].namespace is "default", but default and what starts with kube- are Kubernetes' own; choose another name.`,
    ],
  ],
  [
    "a namespace is the platform's own",
    rules(
      { ...dev, namespace: "turnout-platform" },
      { ...dev, branch: "next", stack: "next", namespace: "aws-observability" },
    ),
    [
      `branches.ts rules[1].namespace is "turnout-platform", but that namespace is the platform's own; choose another name.`,
      `branches.ts rules[2].namespace is "aws-observability", but that namespace is the platform's own; choose another name.`,
    ],
  ],
  [
    "the pattern of its namespaces matches that of the load balancers' controller",
    product("turnout"),
    [
      `branches.ts app is "turnout", but the environments' namespaces are then turnout-*, and turnout-platform is the platform's own; choose another name.`,
    ],
  ],
  [
    "the pattern of its namespaces matches that of the logs",
    product("aws"),
    [
      `branches.ts app is "aws", but the environments' namespaces are then aws-*, and aws-observability is the platform's own; choose another name.`,
    ],
  ],
  [
    "namespaces that begin sooner than with the product's name make the pattern match the platform's",
    product("turnout-shop", "turnout-shop-prod", "turnout-<name>"),
    [
      `branches.ts rules[1].namespace is "turnout-<name>", but the environments' namespaces are then turnout-*, and turnout-platform is the platform's own; let it begin with turnout-shop-.`,
    ],
  ],
  [
    "laptop stacks would be in namespaces of Kubernetes' own",
    product("kube", "shop-prod", "shop-<name>"),
    [
      `branches.ts app is "kube", but namespaces that start with kube- are Kubernetes' own; choose another name.`,
    ],
  ],
  [
    "a namespace is that of a laptop stack",
    rules({ ...dev, namespace: "shop-local-dev" }),
    [
      `branches.ts rules[1].namespace is "shop-local-dev", but namespaces that start with shop-local- are those of laptop stacks; choose another beginning.`,
    ],
  ],
  [
    "two rules have one namespace",
    rules({ ...dev, namespace: "shop-prod" }),
    [
      `branches.ts rules[1].namespace is "shop-prod", but rules[0].namespace is the same; give each rule a namespace of its own.`,
    ],
  ],
  [
    "a pattern's namespace lacks <name>",
    rules({ ...release, namespace: "shop-release" }),
    [
      `branches.ts rules[1].namespace is "shop-release", but a rule with a pattern needs <name> in it once, so that each branch gets its own; write one such as "shop-<name>".`,
    ],
  ],
  [
    "a pattern's namespace is that of laptop stacks",
    rules({ ...release, namespace: "shop-local-<name>" }),
    [
      `branches.ts rules[1].namespace is "shop-local-<name>", but namespaces that start with shop-local- are those of laptop stacks; choose another beginning.`,
    ],
  ],
  [
    "a pattern's namespace starts as Kubernetes' own",
    rules({ ...release, namespace: "kube-<name>" }),
    [
      `branches.ts rules[1].namespace is "kube-<name>", but default and what starts with kube- are Kubernetes' own; choose another name.`,
    ],
  ],
  [
    "a pattern's namespace leaves no room for the slug",
    rules({ ...release, namespace: `${"n".repeat(28)}<name>` }),
    [
      `branches.ts rules[1].namespace is "nnnnnnnnnnnnnnnnnnnnnnnnnnnn<name>", but around <name> a namespace has at most 27 of a-z, 0-9 and single -, no - first or last; write one such as "shop-<name>".`,
    ],
  ],
  [
    "a single branch's namespace has <name>",
    rules({ ...dev, namespace: "shop-<name>" }),
    [
      `branches.ts rules[1].namespace is "shop-<name>", but <name> is only for rules with a pattern, and this one lists single branches; write one such as "shop-staging".`,
    ],
  ],
  [
    "the namespaces of two patterns can meet",
    rules({ ...release, namespace: "shop-<name>" }, { ...review, namespace: "shop-review-<name>" }),
    [
      `branches.ts rules[2].namespace is "shop-review-<name>", but rules[1].namespace "shop-<name>" can become "shop-review-x" too; let the two start differently.`,
      `branches.ts rules[3].namespace is "shop-<name>", but rules[1].namespace is the same; give each rule a namespace of its own.`,
      `branches.ts rules[3].namespace is "shop-<name>", but rules[2].namespace "shop-review-<name>" can become "shop-review-x" too; let the two start differently.`,
    ],
  ],
];
