import { applicationWith, secretText, settingsWith, web, type Malformed } from "./shop";

const at = "turnout:applications[0]";
const unknownSetting =
  "must be a setting that Turnout knows (docs/settings.md); remove it or correct its name.";
const header = "must be the name of an HTTP header (RFC 9110); write it as X-Release.";
const checks = "write it as { path: /readyz } or { command: [python, smoke.py] }.";
const both = "must not hold both path and command, also not together with overrides; remove one of the two.";
const twoShares = "must hold at least 2 shares, the last of them 100; write it as [10, 50, 100].";
const share = "must be a whole number from 1 to 100; give the share of the traffic in per cent.";
const ascending = (before: number) =>
  `must be more than the share before it (${before}); put the shares in ascending order.`;
const waits =
  "must be set together with canary or autoPromote: false, without them no release waits for its traffic; add one of the two or remove the weight.";

const steps = [10, 50, 100];

/** Errors in how a release is tried and gets its traffic. */
export const malformedReleases: readonly Malformed[] = [
  [
    "the release's header has a space",
    applicationWith({ releaseHeader: "X Release" }),
    [`${at}.releaseHeader is "X Release": ${header}`],
  ],
  [
    "the release's header has its value too",
    applicationWith({ releaseHeader: "X-Release: 1" }),
    [`${at}.releaseHeader is "X-Release: 1": ${header}`],
  ],
  [
    "the release's header is empty",
    applicationWith({ releaseHeader: "" }),
    [`${at}.releaseHeader is "": ${header}`],
  ],
  [
    "a smoke check is a path",
    applicationWith({ smoke: "/readyz" }),
    [`${at}.smoke is "/readyz": must be a check; ${checks}`],
  ],
  [
    "a smoke check checks nothing",
    applicationWith({ smoke: {} }),
    [`${at}.smoke is an object: must hold path or command; ${checks}`],
  ],
  [
    "a smoke check has two ways",
    applicationWith({ smoke: { path: "/readyz", command: ["python", "smoke.py"] } }),
    [`${at}.smoke is an object: ${both}`],
  ],
  [
    "a stack lays a command over an application's path",
    settingsWith({
      applications: [{ ...web, smoke: { path: "/readyz" } }],
      overrides: { web: { smoke: { command: ["true"] } } },
    }),
    [`turnout:overrides.web.smoke is an object: ${both}`],
  ],
  [
    "a smoke check's path has no slash, beside an unknown setting",
    applicationWith({ smoke: { path: "readyz", status: secretText } }),
    [
      `${at}.smoke.path is "readyz": must be a path that starts with /; write it as /healthz.`,
      `${at}.smoke.status is "[text]": ${unknownSetting}`,
    ],
  ],
  ...["//healthz/x", "/\\evil.example/x", "///x"].map((path): Malformed => [
    `a smoke check's path leads to another host as ${path}`,
    applicationWith({ smoke: { path } }),
    [
      `${at}.smoke.path is ${JSON.stringify(path)}: must be a path and not start with // or /\\, which lead to another host; write it as /healthz.`,
    ],
  ]),
  [
    "a smoke check's command is empty",
    applicationWith({ smoke: { command: [] } }),
    [`${at}.smoke.command is []: must hold at least one word; write it as [python, smoke.py].`],
  ],
  [
    "a smoke check's command is a line",
    applicationWith({ smoke: { command: "python smoke.py" } }),
    [`${at}.smoke.command is "python smoke.py": must be a list of words; write it as [python, smoke.py].`],
  ],
  [
    "a smoke check's command holds a number",
    applicationWith({ smoke: { command: ["sleep", 5] } }),
    [`${at}.smoke.command[1] is 5: must be text; put quotes around it.`],
  ],
  [
    "a smoke check takes too long",
    applicationWith({ smoke: { path: "/", timeoutSeconds: 901 } }),
    [
      `${at}.smoke.timeoutSeconds is 901: must be a whole number from 1 to 900; set how long the check may take.`,
    ],
  ],
  [
    "promotion is a word",
    applicationWith({ autoPromote: "no" }),
    [
      `${at}.autoPromote is "no": must be true or false; set false to let a release wait for \`turnout promote\`.`,
    ],
  ],
  [
    "a canary is its steps",
    applicationWith({ canary: steps }),
    [`${at}.canary is a list: must hold steps; write it as { steps: [10, 50, 100] }.`],
  ],
  [
    "a canary has no steps",
    applicationWith({ canary: { pauseSeconds: 10 } }),
    [`${at}.canary.steps is missing: must be a list of shares in per cent; write it as [10, 50, 100].`],
  ],
  [
    "a canary's steps are none",
    applicationWith({ canary: { steps: [] } }),
    [`${at}.canary.steps is []: ${twoShares}`],
  ],
  [
    "a canary is one step",
    applicationWith({ canary: { steps: [100] } }),
    [`${at}.canary.steps is a list: ${twoShares}`],
  ],
  [
    "a canary's steps are out of bounds",
    applicationWith({ canary: { steps: [0, 12.5, 101] } }),
    [
      `${at}.canary.steps[0] is 0: ${share}`,
      `${at}.canary.steps[1] is 12.5: ${share}`,
      `${at}.canary.steps[2] is 101: ${share}`,
    ],
  ],
  [
    "a canary stays and goes back",
    applicationWith({ canary: { steps: [50, 50, 20, 100] } }),
    [`${at}.canary.steps[1] is 50: ${ascending(50)}`, `${at}.canary.steps[2] is 20: ${ascending(50)}`],
  ],
  [
    "a stack's canary never gets all the traffic",
    settingsWith({ overrides: { web: { canary: { steps: [10, 50] } } } }),
    [
      "turnout:overrides.web.canary.steps[1] is 50: must be 100, for the last share is all the traffic; add 100 to the steps.",
    ],
  ],
  [
    "a canary pauses for more than a day",
    applicationWith({ canary: { steps, pauseSeconds: 86401 } }),
    [
      `${at}.canary.pauseSeconds is 86401: must be a whole number from 0 to 86400; set how long each share is watched.`,
    ],
  ],
  ["a weight stands alone", applicationWith({ weight: 20 }), [`${at}.weight is 20: ${waits}`]],
  [
    "a stack sets a weight and every release is promoted",
    settingsWith({ overrides: { web: { weight: 0, autoPromote: true } } }),
    [`turnout:overrides.web.weight is 0: ${waits}`],
  ],
  [
    "a weight is more than all the traffic",
    applicationWith({ weight: 101, canary: { steps } }),
    [`${at}.weight is 101: must be a whole number from 0 to 100; set the share of the traffic in per cent.`],
  ],
  [
    "a release is watched for less than no time",
    applicationWith({ bakeSeconds: -1 }),
    [
      `${at}.bakeSeconds is -1: must be a whole number from 0 to 86400; set how long a release is watched before it settles.`,
    ],
  ],
];
