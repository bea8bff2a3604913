import assert from "node:assert/strict";
import fc from "fast-check";
import { branches } from "../../branches";
import { checkBranchMap } from "../../naming/check-branch-map";
import { LIMITS, shortHash } from "../../naming/slug";
import { branchesOf } from "../../naming/match";
import { namesOf } from "../../naming/names";
import { branchNames } from "./branch-names";
import { checkedMap, crowded } from "./maps";

describe("namesOf", () => {
  it("gives every name of a branch with a stack of its own", () => {
    assert.deepEqual(namesOf("feature/login", branches), {
      branch: "feature/login",
      stack: "pr-feature-login-df7c7aeb3560",
      namespace: "smallcase-feature-login-df7c7aeb3560",
      host: "smallcase-feature-login-df7c7aeb3560.localhost",
      service: ["web-blue", "web-green"],
      labels: {
        "app.kubernetes.io/part-of": "smallcase",
        "app.kubernetes.io/instance": "smallcase-feature-login-df7c7aeb3560",
        "app.kubernetes.io/managed-by": "Pulumi",
        "turnout.dev/stack": "pr-feature-login-df7c7aeb3560",
      },
    });
  });

  it("gives the branches of one rule the rule's stack", () => {
    const expected = ["prod", "smallcase-blue", "smallcase-blue.example.org"];
    for (const branch of ["master", "main"]) {
      const { stack, namespace, host } = namesOf(branch, branches, { domain: "example.org" });
      assert.deepEqual([stack, namespace, host], expected);
    }
  });

  it("gives each application its two Services", () => {
    const { service } = namesOf("develop", branches, { applications: ["web", "api"] });
    assert.deepEqual(service, ["web-blue", "web-green", "api-blue", "api-green"]);
  });

  it("gives every branch a laptop stack next to the map's", () => {
    const { stack, namespace, host } = namesOf("develop", branches, { local: true });
    assert.deepEqual(
      [stack, namespace, host],
      ["local-develop", "smallcase-local-develop", "smallcase-local-develop.localhost"],
    );
    assert.notEqual(
      namesOf("main", branches, { local: true }).stack,
      namesOf("master", branches, { local: true }).stack,
    );
  });

  it("keeps a branch out of the namespace of another stack", () => {
    assert.equal(namesOf("blue", branches).namespace, `smallcase-blue-${shortHash("blue")}`);
    assert.equal(namesOf("blue", branches).stack, `pr-blue-${shortHash("blue")}`);
    assert.equal(namesOf("local-main", branches).namespace, `smallcase-branch-${shortHash("local-main")}`);
    assert.equal(namesOf("branch-local-a", crowded).namespace, "x-branch-" + shortHash("branch-local-a"));
    assert.equal(namesOf("platform", crowded).stack, `platform-${shortHash("platform")}`);
    assert.equal(namesOf("prod", crowded).stack, `prod-${shortHash("prod")}`);
    assert.equal(namesOf("local-a", crowded).stack, `branch-${shortHash("local-a")}`);
  });

  it("leaves the stack's label out where the stack is no label value", () => {
    const rules = ["a".repeat(64), "_prod", "a".repeat(63)].map((stack, index) => ({
      ...branches.rules[0]!,
      branch: `b${index}`,
      stack,
    }));
    const labels = rules.map(
      ({ branch }) => namesOf(branch, { app: "shop", rules }).labels["turnout.dev/stack"],
    );
    assert.deepEqual(labels, [undefined, undefined, "a".repeat(63)]);
  });

  it("never gives two branches one stack, namespace or host, whatever the map and the text", () => {
    const near = fc.stringMatching(/^(local[-/]|branch[-/])?[abAB]{1,2}([-/_.][ab]{1,2}){0,3}$/);
    const text = fc.oneof(
      near,
      near,
      fc.string({ unit: "binary" }),
      fc.string({ unit: "grapheme", maxLength: 200 }),
    );
    const map = fc.oneof(checkedMap, fc.constant(crowded), fc.constant(branches));
    fc.assert(
      fc.property(map, fc.uniqueArray(text, { maxLength: 40 }), (map, texts) => {
        const unlisted = texts.filter((each) => !map.rules.some((rule) => branchesOf(rule).includes(each)));
        const remote = unlisted.map((branch) => namesOf(branch, map));
        const all = [...remote, ...unlisted.map((branch) => namesOf(branch, map, { local: true }))];
        for (const key of ["stack", "namespace", "host"] as const) {
          assert.equal(new Set(all.map((names) => names[key])).size, all.length);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("breaks no limit and lets no two of 100,000 branches share a name", () => {
    const texts = branchNames(100_000);
    assert.equal(new Set(texts).size, 100_000);
    const app = "a".repeat(LIMITS.app);
    const longest = { app, rules: [{ ...branches.rules[3]!, namespace: `${app}-pulls-<name>` }] };
    assert.deepEqual(checkBranchMap(longest), []);
    const seen = { stack: new Set<string>(), namespace: new Set<string>(), host: new Set<string>() };
    for (const branch of texts) {
      const { stack, namespace, host, labels } = namesOf(branch, longest, { domain: "example.org" });
      const kept =
        /^[A-Za-z0-9_.-]{1,100}$/.test(stack) &&
        /^[a-z]([a-z0-9]|-(?=[a-z0-9])){0,62}$/.test(namespace) &&
        host.length <= 253 &&
        Object.values(labels).every((value) => /^[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?$/.test(value));
      if (!kept) assert.fail(`${JSON.stringify(branch)} breaks a limit: ${stack} ${namespace} ${host}`);
      seen.stack.add(stack);
      seen.namespace.add(namespace);
      seen.host.add(host);
    }
    assert.deepEqual([seen.stack.size, seen.namespace.size, seen.host.size], [100_000, 100_000, 100_000]);
  });
});
