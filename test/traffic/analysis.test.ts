import assert from "node:assert/strict";
import fc from "fast-check";
import { analyse, measuredOf, type Measured, type Thresholds } from "../../traffic/analysis";
import { answer, anySample, broken, refused, row } from "./samples";

const thresholds: Thresholds = { minSamples: 10, maxErrorPercent: 1, maxP95Milliseconds: 500 };

describe("measuredOf", () => {
  it("counts what names the release, and failures that name none", () => {
    const failing = [answer("b", 0, 5, 500), broken(), refused(), answer("a", 0, 5, 500)];
    const nameless = { at: 0, milliseconds: 5, status: 200 };
    const { samples, errorPercent } = measuredOf(
      [...row("a", 50), ...row("b", 9), ...failing, nameless],
      "b",
    );
    assert.deepEqual([samples, errorPercent], [12, 25]);
  });

  it("counts all where no release is known", () => {
    const { samples, errorPercent } = measuredOf([...row("a", 3), broken()]);
    assert.deepEqual([samples, errorPercent], [4, 25]);
  });

  it("takes the 95th percentile by nearest rank", () => {
    const p95 = (count: number) =>
      measuredOf(Array.from({ length: count }, (_, index) => answer("b", 0, count - index))).p95Milliseconds;
    assert.deepEqual([1, 2, 19, 20, 21, 100, 101].map(p95), [1, 2, 19, 19, 20, 95, 96]);
  });

  it("has no numbers where there are no samples", () => {
    assert.deepEqual(measuredOf(row("a", 5), "b"), { samples: 0, source: "Turnout's own requests" });
  });
});

describe("analyse", () => {
  it("passes a release that keeps to the thresholds, and says by how much", () => {
    const samples = [...row("b", 399), answer("b", 0, 5, 503), ...row("a", 10)];
    assert.deepEqual(analyse(samples, thresholds, "b"), {
      passed: true,
      sentence:
        "Release b passed: of 400 samples by Turnout's own requests 0.25 % failed (at most 1 % may), 95 % took at most 5 ms (500 ms are allowed).",
      samples: 400,
      errorPercent: 0.25,
      p95Milliseconds: 5,
    });
  });

  it("fails one that fails too often or takes too long", () => {
    const samples = [...row("b", 90), ...Array.from({ length: 10 }, () => answer("b", 0, 812.3, 500))];
    const { passed, sentence } = analyse(samples, thresholds, "b");
    assert.equal(passed, false);
    assert.equal(
      sentence,
      "Release b failed: of 100 samples by Turnout's own requests 10 % failed (at most 1 % may), 95 % took at most 813 ms (500 ms are allowed).",
    );
    assert.equal(analyse(samples, { ...thresholds, maxErrorPercent: 10 }, "b").passed, false);
    assert.equal(analyse(samples, { minSamples: 10, maxErrorPercent: 10 }, "b").passed, true);
    assert.equal(analyse(samples, { ...thresholds, maxP95Milliseconds: 900 }, "b").passed, false);
  });

  it("fails one that hardly got a request", () => {
    assert.deepEqual(analyse([...row("a", 500), ...row("b", 9)], thresholds, "b"), {
      passed: false,
      sentence:
        "Too few samples to judge release b: 9 by Turnout's own requests, and at least 10 are needed: wait longer, or send it more traffic.",
      samples: 9,
      errorPercent: 0,
      p95Milliseconds: 5,
    });
    assert.deepEqual(analyse([], thresholds), {
      passed: false,
      sentence:
        "Too few samples to judge the release: 0 by Turnout's own requests, and at least 10 are needed: wait longer, or send it more traffic.",
      samples: 0,
    });
  });

  const measured = (numbers: Partial<Measured>): Measured => ({
    samples: 400,
    source: "Prometheus",
    ...numbers,
  });

  it("judges another's numbers by the same rules", () => {
    assert.equal(
      analyse(measured({ errorPercent: 1.0001, p95Milliseconds: 500 }), thresholds, "b").sentence,
      "Release b failed: of 400 samples by Prometheus 1.01 % failed (at most 1 % may), 95 % took at most 500 ms (500 ms are allowed).",
    );
    assert.equal(
      analyse(measured({ p95Milliseconds: 500 }), thresholds, "b").sentence,
      "Release b passed: of 400 samples by Prometheus 95 % took at most 500 ms (500 ms are allowed).",
    );
    assert.equal(
      analyse(measured({ errorPercent: 1.1 }), { ...thresholds, maxErrorPercent: 1.1 }, "b").sentence,
      "Release b passed: of 400 samples by Prometheus 1.1 % failed (at most 1.1 % may).",
    );
  });

  it("passes nothing on no numbers, or on what is no number", () => {
    assert.deepEqual(analyse(measured({}), thresholds, "b"), {
      passed: false,
      sentence: "Release b can't be judged: Prometheus measured neither its failures nor its times.",
      samples: 400,
    });
    for (const numbers of [{ samples: NaN }, { errorPercent: NaN }, { p95Milliseconds: NaN }])
      assert.equal(
        analyse(measured({ errorPercent: 0, p95Milliseconds: 1, ...numbers }), thresholds).passed,
        false,
      );
  });

  it("never passes with fewer samples, more failures or longer times than allowed", () => {
    const limits = fc.record({
      minSamples: fc.integer({ min: 1, max: 20 }),
      maxErrorPercent: fc.integer({ min: 0, max: 100 }),
      maxP95Milliseconds: fc.integer({ min: 1, max: 10_000 }),
    });
    let passes = 0;
    fc.assert(
      fc.property(fc.array(anySample, { maxLength: 40 }), limits, (samples, limits) => {
        if (!analyse(samples, limits, "b").passed) return;
        passes++;
        const own = samples.filter(({ release }) => release !== "a");
        const bad = own.filter(({ status }) => status === 0 || status >= 500).length;
        const slow = own.filter(({ milliseconds }) => milliseconds > limits.maxP95Milliseconds).length;
        assert.ok(own.length >= limits.minSamples);
        assert.ok(bad * 100 <= limits.maxErrorPercent * own.length);
        assert.ok(slow * 20 <= own.length, `${slow} of ${own.length} are too slow`);
      }),
      { numRuns: 3000 },
    );
    assert.ok(passes > 10, `only ${passes} passed`);
  });
});
