import assert from "node:assert/strict";
import fc from "fast-check";
import { type Switch, switchMarkdown, switchOf, switchText } from "../../traffic/switch";
import { answer, anySample, broken, refused, row } from "./samples";

const at = Date.UTC(2026, 10, 21, 14, 3, 22, 250);
const change = { at, from: "a1b2", to: "c3d4", share: 100 };

describe("switchOf", () => {
  it("says what was asked, what failed, and when the old release answered last", () => {
    const samples = [
      ...row("a1b2", 10, at - 500),
      answer("a1b2", at + 300, 500),
      answer("c3d4", at + 600),
      broken(at + 700),
      refused(at + 800),
      answer("c3d4", at + 900, 5, 500),
    ];
    assert.deepEqual(switchOf(change, samples), {
      at: "2026-11-21T14:03:22.250Z",
      from: "a1b2",
      to: "c3d4",
      share: 100,
      requests: 15,
      failures: 3,
      milliseconds: 800,
    });
  });

  const measured = (samples: Parameters<typeof switchOf>[1], over: Partial<typeof change> = {}) =>
    switchOf({ ...change, ...over }, samples).milliseconds;

  it("took no time where the old release answered nothing after the change", () => {
    assert.equal(measured([answer("a1b2", at - 100), answer("c3d4", at + 20)]), 0);
  });

  it("does not call a response the last where none of the new release was asked for after it", () => {
    assert.equal(measured([]), undefined);
    assert.equal(measured(row("a1b2", 3, at)), undefined);
    assert.equal(measured([answer("c3d4", at + 20), answer("a1b2", at + 40)]), undefined);
    assert.equal(measured([answer("c3d4", at - 20)]), undefined);
  });

  it("has no such time while the old release keeps a part of the traffic, or where there was none", () => {
    const samples = [answer("a1b2", at + 20), answer("c3d4", at + 40)];
    assert.equal(measured(samples, { share: 10 }), undefined);
    assert.equal(switchOf({ at, from: undefined, to: "c3d4", share: 100 }, samples).milliseconds, undefined);
  });

  it("never counts more failures than requests, nor a time before the change", () => {
    fc.assert(
      fc.property(fc.array(anySample), fc.nat(60_000), (samples, at) => {
        const {
          requests,
          failures,
          milliseconds = 0,
        } = switchOf({ at, from: "a", to: "b", share: 100 }, samples);
        assert.equal(requests, samples.length);
        assert.ok(failures <= requests && milliseconds >= 0);
      }),
    );
  });
});

describe("a switch in one line", () => {
  const proof: Switch = {
    at: "2026-11-21T14:03:22.250Z",
    from: "a1b2",
    to: "c3d4",
    share: 100,
    requests: 412,
    failures: 0,
    milliseconds: 812,
  };
  const first: Switch = { at: proof.at, to: "c3d4", share: 100, requests: 0, failures: 0 };

  it("is one for a pull request", () => {
    assert.equal(
      switchMarkdown("web", proof),
      "**web**: `a1b2` → `c3d4` at 2026-11-21 14:03:22 UTC; 412 requests probed, 0 failed; last response of the old release after 0.8 s.",
    );
    assert.equal(
      switchMarkdown("web", first),
      "**web**: first release `c3d4` at 2026-11-21 14:03:22 UTC; no request probed.",
    );
  });

  it("is one for a terminal", () => {
    assert.equal(
      switchText("web", { ...first, from: "a1b2", share: 10, requests: 100_666, failures: 1 }),
      "web: a1b2 → c3d4 for 10 % of the traffic at 2026-11-21 14:03:22 UTC; 100,666 requests probed, 1 failed.",
    );
    assert.equal(
      switchText("web", { ...proof, requests: 1, milliseconds: 0 }),
      "web: a1b2 → c3d4 at 2026-11-21 14:03:22 UTC; 1 request probed, 0 failed; last response of the old release after 0.0 s.",
    );
  });
});
