import { settingsWith, shop, web, type Malformed } from "./shop";

const gatewayWith = (values: object) => settingsWith({ gateway: { ...shop.gateway, ...values } });
const unknownSetting =
  "must be a setting that Turnout knows (docs/settings.md); remove it or correct its name.";
const domain = "must be a domain of lower-case labels; write it as example.com.";
const gatewayPort = "must be a whole number from 1 to 65535; set the port of the Gateway's HTTP listener.";
const idleTimeout =
  "must be a whole number from 1 to 4000; set how long the load balancer keeps a connection without requests.";
const delay =
  "must be a whole number from 0 to 3600; set how long the load balancer lets requests end on a pod that goes.";
const roles = "must be environment, platform or state; set one of the three.";

/** Errors outside of applications. */
export const malformedStack: readonly Malformed[] = [
  ["the role is unknown", { role: "prod" }, [`turnout:role is "prod": ${roles}`]],
  ["the role is a list", { role: ["platform"] }, [`turnout:role is a list: ${roles}`]],
  ["the role is null", { role: null }, [`turnout:role is null: ${roles}`]],
  [
    "nothing is set",
    {},
    [
      `turnout:domain is missing: ${domain}`,
      "turnout:gateway is missing: must hold namespace and name; write it as { namespace: turnout-gateway, name: shared }.",
      "turnout:applications is missing: must be a list of applications; write it as [{ name: web, … }].",
    ],
  ],
  [
    "a platform has no gateway",
    { role: "platform" },
    [
      "turnout:gateway is missing: must hold namespace and name; write it as { namespace: turnout-gateway, name: shared }.",
    ],
  ],
  [
    "a platform has a setting that is unknown",
    { role: "platform", gateway: shop.gateway, size: 3 },
    [`turnout:size is 3: ${unknownSetting}`],
  ],
  [
    "the platform is in no account",
    settingsWith({ platform: "platform" }),
    [
      'turnout:aws is missing: must hold the account and region of the platform; write it as { account: "111122223333", region: eu-central-1 }.',
    ],
  ],
  [
    "the platform is true",
    settingsWith({ platform: true }),
    ["turnout:platform is true: must be local or the name of a platform's stack; set it as in docs/aws.md."],
  ],
  [
    "the domain has capitals",
    settingsWith({ domain: "Shop.example" }),
    [`turnout:domain is "Shop.example": ${domain}`],
  ],
  ["the domain is empty", settingsWith({ domain: "" }), [`turnout:domain is "": ${domain}`]],
  ["the domain ends in a dot", settingsWith({ domain: "a.b." }), [`turnout:domain is "a.b.": ${domain}`]],
  ["the domain is a number", settingsWith({ domain: 4 }), [`turnout:domain is 4: ${domain}`]],
  [
    "the domain is not ASCII",
    settingsWith({ domain: "bücher.example" }),
    [`turnout:domain is "bücher.example": ${domain}`],
  ],
  [
    "the domain is too long for a namespace in front of it",
    settingsWith({ domain: "d".repeat(190) }),
    [`turnout:domain is "${"d".repeat(79)}…: ${domain}`],
  ],
  [
    "the domain is huge and wrong",
    settingsWith({ domain: "!".repeat(100_000) }),
    [`turnout:domain is "${"!".repeat(79)}…: ${domain}`],
  ],
  [
    "the gateway is text",
    settingsWith({ gateway: "shared" }),
    [
      `turnout:gateway is "shared": must hold namespace and name; write it as { namespace: turnout-gateway, name: shared }.`,
    ],
  ],
  [
    "the gateway is a list",
    settingsWith({ gateway: [shop.gateway] }),
    [
      "turnout:gateway is a list: must hold namespace and name; write it as { namespace: turnout-gateway, name: shared }.",
    ],
  ],
  [
    "the gateway is empty",
    settingsWith({ gateway: {} }),
    [
      "turnout:gateway.namespace is missing: must be a name of a-z, 0-9 and -; set the namespace of the Gateway.",
      "turnout:gateway.name is missing: must be a name of a-z, 0-9 and -; set the name of the Gateway.",
    ],
  ],
  [
    "the gateway's name has a dot",
    gatewayWith({ name: "a.b" }),
    [`turnout:gateway.name is "a.b": must be a name of a-z, 0-9 and -; set the name of the Gateway.`],
  ],
  [
    "the gateway's namespace is 64 characters long",
    gatewayWith({ namespace: "n".repeat(64) }),
    [
      `turnout:gateway.namespace is "${"n".repeat(64)}": must be a name of a-z, 0-9 and -; set the namespace of the Gateway.`,
    ],
  ],
  [
    "the gateway's port is text",
    gatewayWith({ port: "80" }),
    [`turnout:gateway.port is "80": ${gatewayPort}`],
  ],
  ["the gateway's port is 0", gatewayWith({ port: 0 }), [`turnout:gateway.port is 0: ${gatewayPort}`]],
  [
    "the gateway's port is infinite",
    gatewayWith({ port: Infinity }),
    [`turnout:gateway.port is Infinity: ${gatewayPort}`],
  ],
  [
    "the gateway's class is null",
    gatewayWith({ className: null }),
    [
      "turnout:gateway.className is null: must be a name of a-z, 0-9 and -; set the GatewayClass that a controller serves.",
    ],
  ],
  [
    "the gateway has an unknown setting",
    gatewayWith({ tls: true }),
    [`turnout:gateway.tls is true: ${unknownSetting}`],
  ],
  [
    "the gateway keeps idle connections for no time",
    gatewayWith({ idleTimeoutSeconds: 0 }),
    [`turnout:gateway.idleTimeoutSeconds is 0: ${idleTimeout}`],
  ],
  [
    "the gateway keeps idle connections for longer than an ALB can",
    gatewayWith({ idleTimeoutSeconds: 4001 }),
    [`turnout:gateway.idleTimeoutSeconds is 4001: ${idleTimeout}`],
  ],
  [
    "the gateway's delay is text, and no rule of the applications' shutdown is asked of it",
    gatewayWith({ deregistrationDelaySeconds: "30s" }),
    [`turnout:gateway.deregistrationDelaySeconds is "30s": ${delay}`],
  ],
  [
    "a platform's gateway lets requests end for longer than an ALB can",
    { role: "platform", gateway: { ...shop.gateway, deregistrationDelaySeconds: 3601 } },
    [`turnout:gateway.deregistrationDelaySeconds is 3601: ${delay}`],
  ],
  [
    "the context is empty",
    settingsWith({ context: "" }),
    [`turnout:context is "": must be text that is not empty; name a context of your kubeconfig.`],
  ],
  ...[
    7,
    "",
    "shop",
    "team/shop",
    "https://registry.example",
    "registry.example/Shop",
    "registry.example:0",
    "localhost:5000/",
    "localhost:5000/web:1",
  ].map((registry): Malformed => [
    `the registry is ${JSON.stringify(registry)}`,
    settingsWith({ registry }),
    [
      `turnout:registry is ${JSON.stringify(registry)}: must be the host of a registry, with a dot or a port or localhost, and a path in lower case, without https://; write it as registry.example.com/shop.`,
    ],
  ]),
  [
    "the head start is text",
    settingsWith({ headStart: "no" }),
    [
      'turnout:headStart is "no": must be true or false; set false to let pods start only where the engine starts them.',
    ],
  ],
  [
    "the cluster is a number",
    settingsWith({ cluster: 7 }),
    [
      "turnout:cluster is 7: must be text that is not empty; set the identity that the error message printed.",
    ],
  ],
  [
    "there is a setting that is unknown, and its text is nobody's business",
    settingsWith({ apiKey: "hunter2-do-not-show" }),
    [`turnout:apiKey is "[text]": ${unknownSetting}`],
  ],
  [
    "a setting's name has spaces and a line's end",
    settingsWith({ "two words\n": 1 }),
    [`turnout:["two\\u{20}words\\n"] is 1: ${unknownSetting}`],
  ],
  ["a setting has no name", settingsWith({ "": 1 }), [`turnout:[""] is 1: ${unknownSetting}`]],
  [
    "overrides are a list",
    settingsWith({ overrides: [{ port: 80 }] }),
    [
      "turnout:overrides is a list: must map an application's name to its differences; write it as { web: { replicas: 2 } }.",
    ],
  ],
  [
    "overrides are null",
    settingsWith({ overrides: null }),
    [
      "turnout:overrides is null: must map an application's name to its differences; write it as { web: { replicas: 2 } }.",
    ],
  ],
  [
    "overrides are wrong and applications too",
    settingsWith({ overrides: 3, applications: 4 }),
    [
      "turnout:overrides is 3: must map an application's name to its differences; write it as { web: { replicas: 2 } }.",
      "turnout:applications is 4: must be a list of applications; write it as [{ name: web, … }].",
    ],
  ],
  [
    "overrides name an application that is unknown",
    settingsWith({ overrides: { wbe: { replicas: 2 } } }),
    ["turnout:overrides.wbe is an object: must be the name of an application (web); correct the name."],
  ],
  [
    "overrides name an application and there is none",
    settingsWith({ applications: [], overrides: { web: {} } }),
    [
      "turnout:overrides.web is {}: must be the name of an application (there is none); correct the name.",
      "turnout:applications is []: must hold at least one application; add one with name, image, port and probes.",
    ],
  ],
  [
    "overrides of an application are a number",
    settingsWith({ overrides: { web: 2 } }),
    ["turnout:overrides.web is 2: must hold settings of that application; write it as { replicas: 2 }."],
  ],
  [
    "overrides change an application's name",
    settingsWith({ overrides: { web: { name: "shop" } } }),
    [`turnout:overrides.web.name is "shop": must not be changed by a stack; remove the line.`],
  ],
  [
    "overrides change a name and a port, and only the port's own value is shown",
    settingsWith({ overrides: { web: { name: "shop", port: 0 } } }),
    [
      `turnout:overrides.web.name is "shop": must not be changed by a stack; remove the line.`,
      "turnout:overrides.web.port is 0: must be a whole number from 1 to 65535; set the port that the container listens on.",
    ],
  ],
  [
    "an override is wrong beside an application's own mistake",
    settingsWith({
      applications: [{ ...web, port: -1 }],
      overrides: { web: { probes: { liveness: { path: "healthz" } } } },
    }),
    [
      "turnout:applications[0].port is -1: must be a whole number from 1 to 65535; set the port that the container listens on.",
      `turnout:overrides.web.probes.liveness.path is "healthz": must be a path that starts with /; write it as /healthz.`,
    ],
  ],
  [
    "an override has an unknown setting",
    settingsWith({ overrides: { web: { replica: 2 } } }),
    [`turnout:overrides.web.replica is 2: ${unknownSetting}`],
  ],
];
