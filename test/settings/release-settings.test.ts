import assert from "node:assert/strict";
import fc from "fast-check";
import { applicationOf, complaints } from "./parsed";
import { applicationWith, settingsWith, web } from "./shop";

describe("the settings of releases", () => {
  it("take a check by path or by command, each with a minute's time", () => {
    assert.deepEqual(applicationOf(applicationWith({ smoke: { path: "/readyz?deep=1" } })).smoke, {
      path: "/readyz?deep=1",
      timeoutSeconds: 60,
    });
    const smoke = { command: ["python", "-c", "print('a b')"], timeoutSeconds: 5 };
    assert.deepEqual(applicationOf(applicationWith({ smoke })).smoke, smoke);
  });

  it("take what RFC 9110 calls a token as the release's header, and nothing else", () => {
    const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
    const letter = fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code));
    fc.assert(
      fc.property(fc.string({ unit: letter, maxLength: 3 }), (releaseHeader) => {
        assert.equal(complaints(applicationWith({ releaseHeader })).length === 0, token.test(releaseHeader));
      }),
      { numRuns: 500 },
    );
  });

  it("take a canary exactly where its shares ascend to 100 in at least two steps", () => {
    const share = fc.oneof(fc.integer({ min: -1, max: 102 }), fc.constantFrom(1, 10, 50, 100));
    const good = fc
      .uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: 1, maxLength: 5 })
      .map((shares) => [...shares.sort((a, b) => a - b), 100]);
    fc.assert(
      fc.property(fc.oneof(good, fc.array(share, { maxLength: 4 })), (steps) => {
        const ascends = steps.every(
          (one, index) => one >= 1 && (index === 0 || one > (steps[index - 1] ?? 0)),
        );
        const right = ascends && steps.length >= 2 && steps.at(-1) === 100;
        assert.equal(complaints(applicationWith({ canary: { steps } })).length === 0, right);
      }),
      { numRuns: 500 },
    );
  });

  it("let a canary pause for half a minute, also where releases wait for their promotion", () => {
    const { canary, autoPromote } = applicationOf(
      applicationWith({ autoPromote: false, canary: { steps: [10, 100] } }),
    );
    assert.deepEqual(canary, { steps: [10, 100], pauseSeconds: 30 });
    assert.equal(autoPromote, false);
  });

  it("take a weight beside a canary and beside releases that wait", () => {
    assert.equal(applicationOf(applicationWith({ weight: 0, autoPromote: false })).weight, 0);
    const raw = settingsWith({
      applications: [{ ...web, canary: { steps: [10, 100] } }],
      overrides: { web: { weight: 100 } },
    });
    assert.equal(applicationOf(raw).weight, 100);
  });

  it("want no more samples than each watch can bring", () => {
    const numbers = fc.record({
      minSamples: fc.integer({ min: 1, max: 100 }),
      requestsPerSecond: fc.integer({ min: 1, max: 12 }),
      bakeSeconds: fc.integer({ min: 0, max: 12 }),
      pauseSeconds: fc.option(fc.integer({ min: 0, max: 12 }), { nil: undefined }),
    });
    fc.assert(
      fc.property(numbers, ({ minSamples, requestsPerSecond, bakeSeconds, pauseSeconds }) => {
        const raw = applicationWith({
          analysis: { minSamples, requestsPerSecond },
          bakeSeconds,
          ...(pauseSeconds !== undefined && { canary: { steps: [50, 100], pauseSeconds } }),
        });
        const watched = [bakeSeconds, pauseSeconds ?? 0].filter((seconds) => seconds > 0);
        const right = watched.every((seconds) => seconds * requestsPerSecond >= minSamples);
        const found = complaints(raw);
        assert.equal(found.length === 0, right);
        for (const text of found) {
          const [, most, rate] =
            /must be at most (\d+), .*; set it to that, or requestsPerSecond to (\d+)\.$/.exec(text) ?? [];
          for (const analysis of [{ minSamples: Number(most) }, { requestsPerSecond: Number(rate) }])
            assert.deepEqual(complaints({ ...raw, overrides: { web: { analysis } } }), [], text);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("take Prometheus' queries as they are, with what stands for the release's names", () => {
    const prometheus = {
      url: "https://metrics.example.org/prometheus",
      samples: 'sum(increase(requests{service="$service", release="$release"}[1m]))',
      errorPercent: 'vector(0) or up{namespace="$namespace"}',
    };
    for (const more of [{}, { p95Milliseconds: "latency" }]) {
      const analysis = { maxP95Milliseconds: 500, prometheus: { ...prometheus, ...more } };
      const { prometheus: parsed } = applicationOf(applicationWith({ analysis })).analysis;
      assert.deepEqual(parsed, { ...prometheus, ...more });
    }
  });

  it("scale between replicas and more", () => {
    const autoscaling = { maxReplicas: 3 };
    assert.deepEqual(applicationOf(applicationWith({ replicas: 3, autoscaling })).autoscaling, {
      maxReplicas: 3,
      cpuPercent: 70,
    });
  });

  it("leave names free that only hold the preview's", () => {
    for (const name of ["preview-api", "previews", "web-preview"])
      assert.equal(applicationOf(applicationWith({ name })).name, name);
  });
});
