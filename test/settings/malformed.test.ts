import { InputPropertiesError } from "@pulumi/pulumi";
import assert from "node:assert/strict";
import fc from "fast-check";
import { settingsError } from "../../settings/fail";
import { sentence, type Problem } from "../../settings/rule";
import { parseSettings } from "../../settings/settings";
import { malformedApplications } from "./malformed-applications";
import { malformedPods } from "./malformed-pods";
import { malformedStack } from "./malformed-stack";
import { applicationWith, secretText, settingsWith, shop, web } from "./shop";

const table = [...malformedStack, ...malformedApplications, ...malformedPods];

/** What every message looks like: where, what stands there, the rule; the fix. */
const shape = /^turnout:\S+ (is .+|is missing): (must .+); .+\.$/;

function problemsOf(raw: unknown): readonly Problem[] {
  const parsed = parseSettings(raw as Readonly<Record<string, unknown>>);
  return "problems" in parsed ? parsed.problems : [];
}
const sentencesOf = (raw: unknown) => problemsOf(raw).map(sentence);

describe("malformed settings", () => {
  for (const [title, raw, sentences] of table)
    it(`are told in full when ${title}`, () => {
      assert.deepEqual(sentencesOf(raw), sentences);
    });

  it("number more than sixty here, every message with path, value, rule and fix, no secret in any", () => {
    assert.ok(table.length > 60, String(table.length));
    for (const text of table.flatMap(([, raw]) => sentencesOf(raw))) {
      assert.match(text, shape);
      assert.ok(!text.includes(secretText), text);
    }
  });

  it("throw one error that names every problem at once, each with its path, and has no stack", () => {
    const problems = problemsOf(
      settingsWith({ domain: 1, applications: [{ ...web, port: 0, image: "web" }], overrides: { api: {} } }),
    );
    const error = settingsError("dev", problems);
    assert.ok(error instanceof InputPropertiesError);
    const sentences = [
      "turnout:overrides.api is {}: must be the name of an application (web); correct the name.",
      "turnout:domain is 1: must be a domain of lower-case labels; write it as example.com.",
      "turnout:applications[0].port is 0: must be a whole number from 1 to 65535; set the port that the container listens on.",
      `turnout:applications[0].image is "web": must name one image for ever, by a digest or a tag other than latest; write it as registry/name:1.4.2 or registry/name@sha256:….`,
    ];
    const message = ["4 settings are wrong in stack dev; nothing was changed:", ...sentences].join("\n  ");
    assert.equal(error.message, message);
    assert.equal(error.stack, message);
    assert.deepEqual(error.errors, [
      { propertyPath: "turnout:overrides.api", reason: sentences[0] },
      { propertyPath: "turnout:domain", reason: sentences[1] },
      { propertyPath: "turnout:applications[0].port", reason: sentences[2] },
      { propertyPath: "turnout:applications[0].image", reason: sentences[3] },
    ]);
  });

  it("throw an error that counts a single problem as one", () => {
    assert.equal(
      settingsError("prod", problemsOf({ role: 1 })).message,
      "1 setting is wrong in stack prod; nothing was changed:\n  turnout:role is 1: must be environment or platform; set one of the two.",
    );
  });

  describe("of any kind", () => {
    const anything = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withNullPrototype: true,
      withSparseArray: true,
    });
    const value = fc.oneof(
      anything,
      fc.constantFrom<unknown>(Symbol("s p"), () => 1, NaN, "\u2028\n", [], {}),
    );
    const isWellSaid = (raw: unknown) => {
      for (const text of sentencesOf(raw)) assert.match(text, shape);
    };

    it("are never thrown about, whatever is given as a whole", () => {
      fc.assert(fc.property(value, isWellSaid), { numRuns: 300 });
      fc.assert(fc.property(fc.dictionary(fc.string({ unit: "binary" }), value), isWellSaid), {
        numRuns: 300,
      });
    });

    for (const key of [
      "role",
      "platform",
      "domain",
      "gateway",
      "context",
      "cluster",
      "applications",
      "overrides",
    ])
      it(`are never thrown about, whatever ${key} is`, () => {
        fc.assert(
          fc.property(value, (one) => {
            isWellSaid(settingsWith({ [key]: one }));
          }),
          { numRuns: 100 },
        );
      });

    const keys = ["name", "image", "build", "command", "port", "replicas", "standbyReplicas", "probes"];
    for (const key of [...keys, "resources", "user", "env", "secrets", "readyTimeoutSeconds", "shutdown"])
      it(`are never thrown about, whatever an application's ${key} is, at its place or in overrides`, () => {
        fc.assert(
          fc.property(value, (one) => {
            isWellSaid(applicationWith({ [key]: one }));
            isWellSaid(settingsWith({ overrides: { web: { [key]: one } } }));
          }),
          { numRuns: 100 },
        );
      });

    it("never show a secret's text, wherever in the settings its object was put", () => {
      const places = fc.constantFrom<(secrets: unknown) => unknown>(
        (secrets) => applicationWith({ secrets, port: 0 }),
        (secrets) => applicationWith({ secret: secrets }),
        (secrets) => applicationWith({ env: { A: { ...(secrets as object) } } }),
        (secrets) => settingsWith({ overrides: { web: { secrets } } }),
        (secrets) => settingsWith({ overrides: { api: { secrets } } }),
        (secrets) => settingsWith({ overrides: [{ secrets }] }),
        (secrets) => settingsWith({ applications: { web: { secrets } } }),
        (secrets) => settingsWith({ applications: [[{ secrets }]] }),
        (secrets) => settingsWith({ applications: JSON.stringify([{ secrets }]).slice(0, -1) }),
        (secrets) => settingsWith({ secrets, domain: 0 }),
      );
      const secret = fc.oneof(
        fc.constant(secretText),
        fc.constant([secretText]),
        fc.constant({ a: secretText }),
      );
      const names = fc.oneof(fc.string(), fc.constantFrom("API_KEY", "PORT", "a b"));
      fc.assert(
        fc.property(places, fc.dictionary(names, secret, { minKeys: 1 }), (place, secrets) => {
          for (const text of sentencesOf(place(secrets))) assert.ok(!text.includes(secretText), text);
        }),
      );
    });
  });
});

describe("settings that are right", () => {
  it("get every default", () => {
    assert.deepEqual(parseSettings(shop), {
      settings: {
        role: "environment",
        platform: "local",
        domain: "shop.example",
        gateway: { namespace: "turnout-gateway", name: "shared", port: 80, className: "traefik" },
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
            shutdown: { preStopSeconds: 15, graceSeconds: 60 },
          },
        ],
      },
    });
  });

  it("of a platform may hold what only environments read", () => {
    const parsed = parseSettings({ ...shop, role: "platform", overrides: {}, applications: "whatever" });
    assert.deepEqual(parsed, {
      settings: {
        role: "platform",
        gateway: { namespace: "turnout-gateway", name: "shared", port: 80, className: "traefik" },
      },
    });
  });

  it("take images by digest, with a registry's port, and without a tag beside build", () => {
    const digest = `sha256:${"a".repeat(64)}`;
    for (const image of [`web@${digest}`, "localhost:5000/web:1", "web:latest-1", "a/b/c:v1"])
      assert.deepEqual(sentencesOf(applicationWith({ image })), [], image);
    for (const image of ["localhost:5000/web", "web", "ghcr.io/a/b"])
      assert.deepEqual(sentencesOf(applicationWith({ image, build: "app" })), [], image);
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
    assert.deepEqual(first.shutdown, { preStopSeconds: 15, graceSeconds: 90 });
    assert.deepEqual(second?.env, {});
  });
});
