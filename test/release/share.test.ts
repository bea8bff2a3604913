import assert from "node:assert/strict";
import { firstShare, nextShare } from "../../release/model";

const canary = { steps: [10, 50, 100] };

describe("firstShare", () => {
  it("is all of the traffic, without a canary", () => {
    assert.equal(firstShare({ autoPromote: true }), 100);
  });

  it("is a canary's first step", () => {
    assert.equal(firstShare({ autoPromote: true, canary }), 10);
  });

  it("is none where a person promotes, with a canary or without", () => {
    assert.equal(firstShare({ autoPromote: false }), 0);
    assert.equal(firstShare({ autoPromote: false, canary }), 0);
  });
});

describe("nextShare", () => {
  const next = (now: number) => nextShare({ autoPromote: true, canary }, now);

  it("is the step after what a release has, also where that is no step", () => {
    assert.deepEqual([0, 10, 25, 50].map(next), [10, 50, 50, 100]);
  });

  it("is all of the traffic after the last step, and without steps", () => {
    assert.equal(next(100), 100);
    assert.equal(nextShare({ autoPromote: false }, 0), 100);
  });
});
