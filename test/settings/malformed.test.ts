import { InputPropertiesError } from "@pulumi/pulumi";
import assert from "node:assert/strict";
import fc from "fast-check";
import { settingsError } from "../../settings/read-settings";
import { sentence, type Problem } from "../../problems/problem";
import { parseSettings } from "../../settings/settings";
import { malformedAnalyses } from "./malformed-analyses";
import { malformedApplications } from "./malformed-applications";
import { malformedAws } from "./malformed-aws";
import { malformedPods } from "./malformed-pods";
import { malformedReleases } from "./malformed-releases";
import { malformedShutdowns } from "./malformed-shutdowns";
import { malformedStack } from "./malformed-stack";
import { applicationWith, secretText, settingsWith, shop, web } from "./shop";

const table = [
  ...malformedStack,
  ...malformedApplications,
  ...malformedPods,
  ...malformedShutdowns,
  ...malformedReleases,
  ...malformedAnalyses,
  ...malformedAws,
];

/** Form of every message: the place, the value, the rule; the fix. */
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
      `turnout:applications[0].image is "web": must always mean the same image, by a digest or a tag other than latest; write it as registry/name:1.4.2 or registry/name@sha256:….`,
    ];
    const message = ["4 settings are wrong in stack dev; nothing was changed:", ...sentences].join("\n  ");
    assert.equal(error.message, message);
    assert.equal(error.stack, "");
    assert.deepEqual(error.errors, [
      { propertyPath: "turnout:overrides.api", reason: sentences[0] },
      { propertyPath: "turnout:domain", reason: sentences[1] },
      { propertyPath: "turnout:applications[0].port", reason: sentences[2] },
      { propertyPath: "turnout:applications[0].image", reason: sentences[3] },
    ]);
  });

  it("tell beside a text of the wrong form also what doesn't go together", () => {
    assert.deepEqual(
      sentencesOf(
        settingsWith({
          platform: "my platform",
          gateway: { ...shop.gateway, own: true },
          applications: [{ ...web, name: "My Web", image: "web" }],
        }),
      ),
      [
        'turnout:platform is "my platform": must be local or the name of a platform\'s stack; set it as in docs/aws.md.',
        'turnout:applications[0].name is "My Web": must be 1 to 40 of a-z, 0-9 and single -, starting with a letter (it names Services, RFC 1035); rename the application.',
        'turnout:applications[0].image is "web": must always mean the same image, by a digest or a tag other than latest; write it as registry/name:1.4.2 or registry/name@sha256:….',
        "turnout:gateway.own is true: must not be set without aws.hostedZone, for no wildcard leads to a load balancer of one's own; set the zone or remove the line.",
      ],
    );
  });

  it("throw an error that counts a single problem as one", () => {
    assert.equal(
      settingsError("prod", problemsOf({ role: 1 })).message,
      "1 setting is wrong in stack prod; nothing was changed:\n  turnout:role is 1: must be environment, platform or state; set one of the three.",
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

    const inside: readonly (readonly [string, readonly string[]])[] = [
      ["smoke", ["path", "command", "timeoutSeconds"]],
      ["canary", ["steps", "pauseSeconds"]],
      ["analysis", ["minSamples", "requestsPerSecond", "maxP95Milliseconds", "prometheus"]],
      ["autoscaling", ["maxReplicas"]],
      ["shutdown", ["preStopSeconds", "graceSeconds", "gracefulTimeoutSeconds", "keepAliveSeconds"]],
    ];
    for (const [key, parts] of inside)
      it(`are never thrown about, whatever stands inside of an application's ${key}`, () => {
        const record = fc.record(
          Object.fromEntries(parts.map((part) => [part, fc.oneof(value, fc.integer())])),
          {
            requiredKeys: [],
          },
        );
        fc.assert(
          fc.property(record, (one) => {
            isWellSaid(applicationWith({ [key]: one, bakeSeconds: 1 }));
          }),
          { numRuns: 200 },
        );
      });

    const keys = ["name", "image", "build", "command", "port", "replicas", "standbyReplicas", "probes"];
    keys.push(
      "resources",
      "user",
      "env",
      "secrets",
      "readyTimeoutSeconds",
      "failFastSeconds",
      "shutdown",
      "releaseHeader",
    );
    keys.push("smoke", "autoPromote", "canary", "weight", "bakeSeconds", "analysis", "autoscaling");
    for (const key of keys)
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
