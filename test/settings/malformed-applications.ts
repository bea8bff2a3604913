import { applicationWith, secretText, settingsWith, web, type Malformed } from "./shop";

const unknownSetting =
  "must be a setting that Turnout knows (docs/settings.md); remove it or correct its name.";
const at = "turnout:applications[0]";
const list = "turnout:applications is";
const name =
  "must be 1 to 40 of a-z, 0-9 and single -, starting with a letter (it names Services, RFC 1035); rename the application.";
const application =
  "must be an application; write it as { name: web, image: registry/name:tag, port: 8080, probes: … }.";
const forEver =
  "must always mean the same image, by a digest or a tag other than latest; write it as registry/name:1.4.2 or registry/name@sha256:….";
const untagged =
  "must have no tag beside `build`, which gives it the tag of its content; write it as registry/name.";
const folder = "must be a folder of this repository, relative to the project; write it as app.";
const port = "must be a whole number from 1 to 65535; set the port that the container listens on.";
const path = "must be a path that starts with /; write it as /healthz.";
const reference =
  "must be a reference that a registry takes, a name in lower case without https://, then a tag or a digest; write it as registry/name:1.4.2 or registry/name@sha256:….";
const image = "must be an image; write it as registry/name:tag or registry/name@sha256:….";
const probes =
  "must hold readiness and liveness; write it as { readiness: { path: /readyz }, liveness: { path: /healthz } }.";
const probe = "must be a probe; write it as { path: /healthz }.";
const probesWith = (readiness: object) =>
  applicationWith({ probes: { ...web.probes, readiness: { path: "/readyz", ...readiness } } });

/** Errors in an application's name, image and probes. */
export const malformedApplications: readonly Malformed[] = [
  [
    "applications are an object",
    settingsWith({ applications: { web } }),
    [`${list} an object: must be a list of applications; write it as [{ name: web, … }].`],
  ],
  [
    "applications are JSON that was cut, which may hold a secret",
    settingsWith({ applications: `[{"secrets":{"A":"${secretText}` }),
    [`${list} "[text]": must be a list of applications; write it as [{ name: web, … }].`],
  ],
  [
    "there are no applications",
    settingsWith({ applications: [] }),
    [`${list} []: must hold at least one application; add one with name, image, port and probes.`],
  ],
  ["an application is null", settingsWith({ applications: [null] }), [`${at} is null: ${application}`]],
  [
    "an application is text",
    settingsWith({ applications: [secretText] }),
    [`${at} is "[text]": ${application}`],
  ],
  ["an application is a list", settingsWith({ applications: [[web]] }), [`${at} is a list: ${application}`]],
  [
    "an application is empty",
    settingsWith({ applications: [{}] }),
    [
      `${at}.name is missing: ${name}`,
      `${at}.image is missing: ${image}`,
      `${at}.port is missing: ${port}`,
      `${at}.probes is missing: ${probes}`,
    ],
  ],
  ["a name has capitals", applicationWith({ name: "Web" }), [`${at}.name is "Web": ${name}`]],
  ["a name is empty", applicationWith({ name: "" }), [`${at}.name is "": ${name}`]],
  ["a name starts with a digit", applicationWith({ name: "2nd" }), [`${at}.name is "2nd": ${name}`]],
  ["a name has two hyphens in a row", applicationWith({ name: "a--b" }), [`${at}.name is "a--b": ${name}`]],
  ["a name ends in a hyphen", applicationWith({ name: "a-" }), [`${at}.name is "a-": ${name}`]],
  [
    "a name is 41 long",
    applicationWith({ name: "a".repeat(41) }),
    [`${at}.name is "${"a".repeat(41)}": ${name}`],
  ],
  [
    "a name turns the line around",
    applicationWith({ name: "a\u202eb" }),
    [`${at}.name is "a\\u{202e}b": ${name}`],
  ],
  ["a name is an emoji", applicationWith({ name: "🚂" }), [`${at}.name is "🚂": ${name}`]],
  [
    "a name is the preview's",
    applicationWith({ name: "preview" }),
    [
      `${at}.name is "preview": must not be preview, which is the hostname of a release that waits to be promoted; rename the application.`,
    ],
  ],
  [
    "two applications have one name",
    settingsWith({ applications: [web, { ...web, port: 81 }] }),
    [
      `turnout:applications[1].name is "web": must differ from that of applications[0]; rename one of the two.`,
    ],
  ],
  [
    "two applications have one name, and one of them has nothing else",
    settingsWith({ applications: [web, { name: "web", image: web.image, port: 1 }] }),
    [
      `turnout:applications[1].probes is missing: ${probes}`,
      `turnout:applications[1].name is "web": must differ from that of applications[0]; rename one of the two.`,
    ],
  ],
  ["an image is a number", applicationWith({ image: 1.4 }), [`${at}.image is 1.4: ${image}`]],
  [
    "an image has no tag",
    applicationWith({ image: "registry/web" }),
    [`${at}.image is "registry/web": ${forEver}`],
  ],
  [
    "an image is latest",
    applicationWith({ image: "registry/web:latest" }),
    [`${at}.image is "registry/web:latest": ${forEver}`],
  ],
  [
    "an image has a port and no tag",
    applicationWith({ image: "localhost:5000/web" }),
    [`${at}.image is "localhost:5000/web": ${forEver}`],
  ],
  [
    "an image has half a digest",
    applicationWith({ image: "web@sha256:abc" }),
    [`${at}.image is "web@sha256:abc": ${reference}`],
  ],
  ["an image is empty", applicationWith({ image: "" }), [`${at}.image is "": ${reference}`]],
  [
    "a moving image stands beside a port of the wrong type: both are told",
    applicationWith({ image: "web:latest", port: "8080" }),
    [`${at}.port is "8080": ${port}`, `${at}.image is "web:latest": ${forEver}`],
  ],
  [
    "a tag stands beside build",
    applicationWith({ build: "app", image: "web:1" }),
    [`${at}.image is "web:1": ${untagged}`],
  ],
  [
    "a digest stands beside build",
    applicationWith({ build: "app", image: "web@sha256:" + "a".repeat(64) }),
    [`${at}.image is "web@sha256:${"a".repeat(64)}": ${untagged}`],
  ],
  [
    "build is absolute",
    applicationWith({ build: "/app", image: "web" }),
    [`${at}.build is "/app": ${folder}`],
  ],
  ...[".", "./", "././", ".//.", "..", "../.", "../../"].map((build): Malformed => [
    `build is the project itself as ${build}`,
    applicationWith({ build, image: "web" }),
    [
      `${at}.build is "${build}": must not be the whole project, which holds .git, .turnout with its passphrase, and node_modules; put the application into a folder of its own.`,
    ],
  ]),
  ...[
    ".git",
    "./.git/hooks",
    ".turnout",
    ".turnout/build/web",
    ".Turnout",
    "node_modules/",
    "app/node_modules/x",
  ].map((build): Malformed => [
    `build is ${build}, which is not the application's`,
    applicationWith({ build, image: "web" }),
    [
      `${at}.build is "${build}": must not be in .git, .turnout or node_modules, which are not the application's; put the application into a folder of its own.`,
    ],
  ]),
  ["build is true", applicationWith({ build: true, image: "web" }), [`${at}.build is true: ${folder}`]],
  [
    "a command is text",
    applicationWith({ command: "gunicorn wsgi:app" }),
    [`${at}.command is "gunicorn wsgi:app": must be a list of words; write it as [gunicorn, wsgi:app].`],
  ],
  [
    "a command holds a number",
    applicationWith({ command: ["sleep", 5] }),
    [`${at}.command[1] is 5: must be text; put quotes around it.`],
  ],
  ["a port is 65536", applicationWith({ port: 65536 }), [`${at}.port is 65536: ${port}`]],
  ["a port is a fraction", applicationWith({ port: 80.5 }), [`${at}.port is 80.5: ${port}`]],
  ["a port is no number", applicationWith({ port: NaN }), [`${at}.port is NaN: ${port}`]],
  ["a port is larger than any", applicationWith({ port: 1e300 }), [`${at}.port is 1e+300: ${port}`]],
  ["a port is text", applicationWith({ port: "8080" }), [`${at}.port is "8080": ${port}`]],
  ["probes are null", applicationWith({ probes: null }), [`${at}.probes is null: ${probes}`]],
  [
    "a probe is missing",
    applicationWith({ probes: { readiness: { path: "/" } } }),
    [`${at}.probes.liveness is missing: ${probe}`],
  ],
  [
    "a probe is only its path",
    applicationWith({ probes: { ...web.probes, liveness: "/healthz" } }),
    [`${at}.probes.liveness is "/healthz": ${probe}`],
  ],
  [
    "a probe's path has no slash",
    probesWith({ path: "readyz" }),
    [`${at}.probes.readiness.path is "readyz": ${path}`],
  ],
  [
    "a probe's path has a space",
    probesWith({ path: "/a b" }),
    [`${at}.probes.readiness.path is "/a b": ${path}`],
  ],
  [
    "a probe never checks",
    probesWith({ periodSeconds: 0 }),
    [
      `${at}.probes.readiness.periodSeconds is 0: must be a whole number from 1 to 300; give the seconds between two checks.`,
    ],
  ],
  [
    "a probe never fails",
    probesWith({ failureThreshold: 101 }),
    [
      `${at}.probes.readiness.failureThreshold is 101: must be a whole number from 1 to 100; give how many checks must fail in a row.`,
    ],
  ],
  [
    "a probe waits for no answer",
    probesWith({ timeoutSeconds: -1 }),
    [
      `${at}.probes.readiness.timeoutSeconds is -1: must be a whole number from 1 to 60; give the seconds to wait for one answer.`,
    ],
  ],
  [
    "a probe has an unknown setting",
    probesWith({ port: 81 }),
    [`${at}.probes.readiness.port is 81: ${unknownSetting}`],
  ],
  [
    "a start may take no time",
    applicationWith({ probes: { ...web.probes, startupSeconds: 0 } }),
    [
      `${at}.probes.startupSeconds is 0: must be a whole number from 1 to 900; set how long a container may take to start.`,
    ],
  ],
  [
    "an application has an unknown setting",
    applicationWith({ prot: 80 }),
    [`${at}.prot is 80: ${unknownSetting}`],
  ],
];
