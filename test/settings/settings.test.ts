import assert from "node:assert/strict";
import { regions, versions } from "../../settings/eks";
import { ownConfig } from "../../settings/project-file";
import { parseSettings } from "../../settings/settings";
import { mergeStackFiles } from "../../settings/stack-files";
import { complaints } from "./parsed";
import { applicationWith, settingsWith, shop, web } from "./shop";

const problemsOf = (raw: Readonly<Record<string, unknown>>) => {
  const parsed = parseSettings(raw);
  return "problems" in parsed ? parsed.problems : [];
};

const gateway = {
  namespace: "turnout-gateway",
  name: "shared",
  others: [],
  own: false,
  port: 80,
  className: "traefik",
  idleTimeoutSeconds: 60,
  deregistrationDelaySeconds: 30,
};

describe("settings that are right", () => {
  it("get every default", () => {
    assert.deepEqual(parseSettings(shop), {
      settings: {
        role: "environment",
        headStart: true,
        platform: "local",
        domain: "shop.example",
        gateway,
        applications: [
          {
            name: "web",
            image: "registry.example/web:1.4.2",
            port: 8080,
            replicas: 1,
            standbyReplicas: 0,
            probes: {
              readiness: { path: "/readyz", periodSeconds: 2, failureThreshold: 3, timeoutSeconds: 2 },
              liveness: { path: "/healthz", periodSeconds: 10, failureThreshold: 3, timeoutSeconds: 2 },
              startupSeconds: 120,
            },
            resources: { cpu: "250m", memory: "256Mi" },
            user: 10001,
            env: {},
            secrets: {},
            readyTimeoutSeconds: 600,
            failFastSeconds: 20,
            autoPromote: true,
            bakeSeconds: 0,
            analysis: { path: "/", requestsPerSecond: 20, minSamples: 50, maxErrorPercent: 1 },
            shutdown: {
              preStopSeconds: 15,
              graceSeconds: 60,
              gracefulTimeoutSeconds: 42,
              keepAliveSeconds: 75,
            },
          },
        ],
      },
    });
  });

  it("of a platform may hold what only environments read", () => {
    const parsed = parseSettings({
      ...shop,
      role: "platform",
      overrides: {},
      applications: "whatever",
      registry: "registry.example",
    });
    assert.deepEqual(parsed, {
      settings: {
        role: "platform",
        platform: "local",
        domain: "shop.example",
        gateway,
        built: [],
        protect: true,
      },
    });
  });

  it("let a platform be destroyed only where it says so", () => {
    for (const protect of [true, false]) {
      const parsed = parseSettings({ ...shop, role: "platform", protect });
      assert.ok("settings" in parsed && parsed.settings.role === "platform");
      assert.equal(parsed.settings.protect, protect);
    }
    assert.deepEqual(complaints({ ...shop, role: "platform", protect: "no" }), [
      'turnout:protect is "no": must be true or false; set false to let the platform be destroyed.',
    ]);
  });

  it("take images by digest, with a registry's port, and without a tag beside build", () => {
    const digest = `sha256:${"a".repeat(64)}`;
    for (const image of [`web@${digest}`, "localhost:5000/web:1", "web:latest-1", "a/b/c:v1"])
      assert.deepEqual(problemsOf(applicationWith({ image })), [], image);
    for (const image of ["localhost:5000/web", "web", "ghcr.io/a/b"])
      assert.deepEqual(problemsOf(applicationWith({ image, build: "app" })), [], image);
  });

  it("are told about also where something in them can't be compared", () => {
    const odd: unknown = Object.create(null);
    const problems = problemsOf(settingsWith({ domain: [{ length: odd }], context: { length: odd } }));
    assert.deepEqual(
      problems.map(({ path }) => path),
      ["turnout:domain", "turnout:context"],
    );
  });

  it("may name applications and variables like what every object of the language has", () => {
    const raw = settingsWith({
      applications: [{ ...web, name: "constructor", secrets: { toString: "x", constructor: "y" } }],
      overrides: { constructor: { replicas: 2 } },
    });
    const parsed = parseSettings(raw);
    assert.ok("settings" in parsed && parsed.settings.role === "environment");
    assert.equal(parsed.settings.applications[0]?.replicas, 2);
  });

  it("lay overrides over the application of that name and over no other", () => {
    const parsed = parseSettings(
      settingsWith({
        applications: [
          { ...web, env: { A: "1", B: "1" } },
          { ...web, name: "api" },
        ],
        overrides: { web: { env: { B: "2" }, shutdown: { graceSeconds: 90 } } },
      }),
    );
    assert.ok("settings" in parsed && parsed.settings.role === "environment");
    const [first, second] = parsed.settings.applications;
    assert.deepEqual(first?.env, { A: "1", B: "2" });
    assert.deepEqual(first.shutdown, {
      preStopSeconds: 15,
      graceSeconds: 90,
      gracefulTimeoutSeconds: 72,
      keepAliveSeconds: 75,
    });
    assert.deepEqual(second?.env, {});
  });

  describe("of a stack on AWS", () => {
    const aws = { account: "111122223333", region: "eu-central-1" };
    const onAws = (more: object, role = "environment") => {
      const parsed = parseSettings({ ...shop, role, platform: "platform", aws: { ...aws, ...more } });
      assert.ok("settings" in parsed && parsed.settings.role !== "state", JSON.stringify(parsed));
      return parsed.settings;
    };

    it("need no more than account and region", () => {
      assert.deepEqual(onAws({}).aws, {
        ...aws,
        cluster: "turnout",
        version: "1.35",
        corednsVersion: "v1.13.2-eksbuild.31",
        zones: ["a", "b"],
        cidr: "10.0.0.0/16",
        natPerZone: false,
        endpoints: false,
        apiAccess: ["0.0.0.0/0"],
        admins: [],
        viewers: [],
        logRetentionDays: 30,
      });
    });

    it("take each region and version of the lists, retention of ten years, and a topic of another account", () => {
      for (const region of regions) assert.equal(onAws({ region }).aws?.region, region);
      for (const { minor } of versions)
        assert.equal(onAws({ version: `1.${minor}` }).aws?.version, `1.${minor}`);
      assert.equal(onAws({ logRetentionDays: 3653 }).aws?.logRetentionDays, 3653);
      const alarmTopic = "arn:aws:sns:eu-central-1:999988887777:alarms";
      assert.equal(onAws({ alarmTopic }).aws?.alarmTopic, alarmTopic);
      const apiAccess = ["0.0.0.0/0", "203.0.113.7/32", "172.32.0.0/16"];
      assert.deepEqual(onAws({ apiAccess, cidr: "10.255.0.0/16" }).aws?.apiAccess, apiAccess);
    });

    it("name a version of CoreDNS for each of Kubernetes, unless one is set", () => {
      const chosen = versions.map(({ minor }) => onAws({ version: `1.${minor}` }).aws?.corednsVersion ?? "");
      for (const version of chosen) assert.match(version, /^v1\.\d+\.\d+-eksbuild\.\d+$/);
      assert.equal(new Set(chosen).size, versions.length);
      const corednsVersion = "v1.14.6-eksbuild.4";
      assert.equal(onAws({ version: "1.34", corednsVersion }).aws?.corednsVersion, corednsVersion);
    });

    it("have a listener that follows from the domain, in both roles", () => {
      for (const role of ["environment", "platform"]) {
        assert.equal(onAws({}, role).gateway.port, 80);
        const { port, className } = onAws({ hostedZone: "Z0123456789AB" }, role).gateway;
        assert.deepEqual([port, className], [443, "alb"]);
      }
    });

    it("have no account where the platform is local, whatever else is set", () => {
      const parsed = parseSettings({ ...shop, aws });
      assert.ok("settings" in parsed && !("aws" in parsed.settings));
    });

    it("tell a platform which images are built here", () => {
      const applications = [
        { ...web, name: "api" },
        { ...web, build: "app", image: "x/web" },
      ];
      const parsed = parseSettings({ ...shop, role: "platform", applications });
      assert.ok("settings" in parsed && parsed.settings.role === "platform");
      assert.deepEqual(parsed.settings.built, ["web"]);
    });

    it("need nothing but the account for the stack of the state", () => {
      const parsed = parseSettings({ ...shop, role: "state", aws });
      assert.ok("settings" in parsed && parsed.settings.role === "state");
      assert.equal(parsed.settings.aws.account, "111122223333");
    });
  });
});

describe("a setting named __proto__", () => {
  const rule = "must not be named __proto__, a name that JavaScript has for itself; rename it";
  /** As YAML and JSON give it: a key of the object itself. */
  const proto = (value: unknown) =>
    JSON.parse(`{ "__proto__": ${JSON.stringify(value)} }`) as Readonly<Record<string, unknown>>;
  for (const [where, raw, path, value] of [
    ["among the settings", { ...shop, ...proto(5) }, "turnout:__proto__", 5],
    ["among applications' settings", applicationWith(proto({})), "turnout:applications[0].__proto__", {}],
    [
      "among variables",
      applicationWith({ env: proto("x") }),
      "turnout:applications[0].env.__proto__",
      "[text]",
    ],
    [
      "among what a stack changes",
      settingsWith({ overrides: { web: { secrets: proto("x") } } }),
      "turnout:overrides.web.secrets.__proto__",
      "[text]",
    ],
    [
      "of a platform",
      { role: "platform", gateway: proto({ name: "x" }) },
      "turnout:gateway.__proto__",
      { name: "x" },
    ],
    ["of a state stack", { role: "state", aws: proto(1) }, "turnout:aws.__proto__", 1],
  ] as const)
    it(`is refused ${where}, and not lost`, () => {
      assert.deepEqual(problemsOf(raw as Readonly<Record<string, unknown>>), [{ path, value, rule }]);
    });

  it("is refused as it comes from a stack's file", () => {
    const { values } = mergeStackFiles(
      "name: turnout",
      "config: { __proto__: 5, overrides: { web: { env: { __proto__: 5 } } } }",
    );
    assert.deepEqual(
      problemsOf(ownConfig(values)).map(({ path }) => path),
      ["turnout:__proto__", "turnout:overrides.web.env.__proto__"],
    );
  });
});
