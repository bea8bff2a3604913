import { applicationWith, secretText, settingsWith, web, type Malformed } from "./shop";

const at = "turnout:applications[0]";
const variable =
  "must be a name of letters, digits and _ that does not start with a digit; rename the variable.";
const secrets =
  "must map names to text; write it as { API_KEY: { secure: … } }, made by `pulumi config set --secret --path`.";
const secretValue =
  "must be text; put quotes around it, as in { API_KEY: { secure: … } }, made by `pulumi config set --secret --path`.";
const given = (name: string) => `must not be set, Turnout gives ${name} to every pod; rename the variable.`;
const twice = "must not be in env and in secrets; remove one of the two.";
const cpu = "must be a number of CPUs or of thousandths of one, above 0; write it as 1, 0.5 or 500m.";
const memory = "must be an amount of memory in Mi or Gi, above 0; write it as 256Mi or 1.5Gi.";
const resources = "must hold cpu and memory; write it as { cpu: 250m, memory: 256Mi }.";
/** Errors in the number of pods, and in their content. */
export const malformedPods: readonly Malformed[] = [
  [
    "no pods shall take the traffic",
    applicationWith({ replicas: 0 }),
    [`${at}.replicas is 0: must be a whole number from 1 to 100; set how many pods take the traffic.`],
  ],
  [
    "replicas are a big integer",
    applicationWith({ replicas: 2n }),
    [`${at}.replicas is 2: must be a whole number from 1 to 100; set how many pods take the traffic.`],
  ],
  [
    "the idle color keeps fewer than no pods",
    applicationWith({ standbyReplicas: -1 }),
    [
      `${at}.standbyReplicas is -1: must be a whole number from 0 to 100; set how many pods the idle color keeps.`,
    ],
  ],
  ["CPU is true", applicationWith({ resources: { cpu: true } }), [`${at}.resources.cpu is true: ${cpu}`]],
  [
    "CPU is less than none",
    applicationWith({ resources: { cpu: -1 } }),
    [`${at}.resources.cpu is "-1": ${cpu}`],
  ],
  ["CPU is zero", applicationWith({ resources: { cpu: "0m" } }), [`${at}.resources.cpu is "0m": ${cpu}`]],
  [
    "CPU is finer than Kubernetes takes it",
    applicationWith({ resources: { cpu: 0.0005 } }),
    [`${at}.resources.cpu is "0.0005": ${cpu}`],
  ],
  [
    "memory has no unit",
    applicationWith({ resources: { memory: "256" } }),
    [`${at}.resources.memory is "256": ${memory}`],
  ],
  [
    "memory is in M",
    applicationWith({ resources: { memory: "256M" } }),
    [`${at}.resources.memory is "256M": ${memory}`],
  ],
  [
    "resources are text",
    applicationWith({ resources: "small" }),
    [`${at}.resources is "small": ${resources}`],
  ],
  [
    "resources have limits of their own",
    applicationWith({ resources: { limits: { cpu: "1" } } }),
    [
      `${at}.resources.limits is an object: must be a setting that Turnout knows (docs/settings.md); remove it or correct its name.`,
    ],
  ],
  [
    "the user is root",
    applicationWith({ user: 0 }),
    [`${at}.user is 0: must be a whole number from 1 to 2147483647; give a user that is not root.`],
  ],
  [
    "the user is a name",
    applicationWith({ user: "nobody" }),
    [`${at}.user is "nobody": must be a whole number from 1 to 2147483647; give a user that is not root.`],
  ],
  [
    "variables are a list",
    applicationWith({ env: ["A=1"] }),
    [`${at}.env is a list: must map names to text; write it as { LOG_LEVEL: "debug" }.`],
  ],
  [
    "a variable is a number",
    applicationWith({ env: { LEVEL: 3 } }),
    [`${at}.env.LEVEL is 3: must be text; put quotes around it, as in { LOG_LEVEL: "debug" }.`],
  ],
  [
    "a variable's name has a hyphen",
    applicationWith({ env: { "A-B": "1" } }),
    [`${at}.env.A-B is "1": ${variable}`],
  ],
  ["a variable has no name", applicationWith({ env: { "": "1" } }), [`${at}.env[""] is "1": ${variable}`]],
  ["PORT is set", applicationWith({ env: { PORT: "80" } }), [`${at}.env.PORT is "80": ${given("PORT")}`]],
  [
    "RELEASE is set",
    applicationWith({ env: { RELEASE: "1" } }),
    [`${at}.env.RELEASE is "1": ${given("RELEASE")}`],
  ],
  [
    "the variables of the shutdown are set",
    applicationWith({ env: { PRE_STOP_SECONDS: "1", TERMINATION_GRACE_SECONDS: "2" } }),
    [
      `${at}.env.PRE_STOP_SECONDS is "1": ${given("PRE_STOP_SECONDS")}`,
      `${at}.env.TERMINATION_GRACE_SECONDS is "2": ${given("TERMINATION_GRACE_SECONDS")}`,
    ],
  ],
  [
    "PORT is set by a stack",
    settingsWith({ overrides: { web: { env: { PORT: "80" } } } }),
    [`turnout:overrides.web.env.PORT is "80": ${given("PORT")}`],
  ],
  [
    "PORT is a secret",
    applicationWith({ secrets: { PORT: secretText } }),
    [`${at}.secrets.PORT is "[secret]": ${given("PORT")}`],
  ],
  ["secrets are text", applicationWith({ secrets: secretText }), [`${at}.secrets is "[secret]": ${secrets}`]],
  [
    "secrets are a list",
    applicationWith({ secrets: [secretText] }),
    [`${at}.secrets is "[secret]": ${secrets}`],
  ],
  [
    "a secret holds more than text",
    applicationWith({ secrets: { DATABASE: { password: secretText } } }),
    [`${at}.secrets.DATABASE is "[secret]": ${secretValue}`],
  ],
  [
    "a secret's name has a dot",
    applicationWith({ secrets: { "a.b": secretText } }),
    [`${at}.secrets["a.b"] is "[secret]": ${variable}`],
  ],
  [
    "secrets stand under a name that Turnout doesn't know",
    applicationWith({ secret: { API_KEY: secretText } }),
    [
      `${at}.secret is an object: must be a setting that Turnout knows (docs/settings.md); remove it or correct its name.`,
    ],
  ],
  [
    "a secret is set by a stack, to a number",
    settingsWith({ overrides: { web: { secrets: { PIN: 31337 } } } }),
    [`turnout:overrides.web.secrets.PIN is "[secret]": ${secretValue}`],
  ],
  [
    "a variable is in env and in secrets, perhaps with the same text",
    applicationWith({ env: { API_KEY: secretText }, secrets: { API_KEY: secretText } }),
    [`${at}.env.API_KEY is "[secret]": ${twice}`],
  ],
  [
    "overrides of an application are text, which may hold a secret",
    settingsWith({ overrides: { web: secretText } }),
    [
      `turnout:overrides.web is "[text]": must hold settings of that application; write it as { replicas: 2 }.`,
    ],
  ],
  [
    "overrides are text, which may hold a secret",
    settingsWith({ overrides: `{"web":{"secrets":{"A":"${secretText}` }),
    [
      `turnout:overrides is "[text]": must map an application's name to its differences; write it as { web: { replicas: 2 } }.`,
    ],
  ],
  [
    "a release has no time to get Ready",
    applicationWith({ readyTimeoutSeconds: 4 }),
    [
      `${at}.readyTimeoutSeconds is 4: must be a whole number from 5 to 3600; set in how many seconds a release must be Ready.`,
    ],
  ],
  [
    "what no waiting mends ends a release at once, without a second try",
    applicationWith({ failFastSeconds: 0 }),
    [
      `${at}.failFastSeconds is 0: must be a whole number from 1 to 3600; set for how many seconds a pod may report what no waiting mends.`,
    ],
  ],
  [
    "autoscaling has no end",
    applicationWith({ autoscaling: {} }),
    [
      `${at}.autoscaling.maxReplicas is missing: must be a whole number from 1 to 1000; set how many pods the active color may have at most.`,
    ],
  ],
  [
    "autoscaling is a number",
    applicationWith({ autoscaling: 10 }),
    [`${at}.autoscaling is 10: must hold maxReplicas; write it as { maxReplicas: 10 }.`],
  ],
  [
    "autoscaling waits for more CPU than there is",
    applicationWith({ autoscaling: { maxReplicas: 2, cpuPercent: 101 } }),
    [
      `${at}.autoscaling.cpuPercent is 101: must be a whole number from 1 to 100; set at which use of its CPU the active color gets more pods.`,
    ],
  ],
  [
    "a stack starts from more pods than autoscaling allows",
    settingsWith({
      applications: [{ ...web, autoscaling: { maxReplicas: 4 } }],
      overrides: { web: { replicas: 5 } },
    }),
    [
      `${at}.autoscaling.maxReplicas is 4: must be at least replicas (5), which are what it starts from; set it to 5 or more.`,
    ],
  ],
  [
    "a stack's autoscaling ends before the application starts",
    settingsWith({
      applications: [{ ...web, replicas: 3 }],
      overrides: { web: { autoscaling: { maxReplicas: 2 } } },
    }),
    [
      `turnout:overrides.web.autoscaling.maxReplicas is 2: must be at least replicas (3), which are what it starts from; set it to 3 or more.`,
    ],
  ],
];
