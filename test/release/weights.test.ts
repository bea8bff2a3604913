import assert from "node:assert/strict";
import fc from "fast-check";
import { allTo, shared, shareIn } from "../../release/model";

describe("shared", () => {
  it("gives a color its share, and the other one the rest", () => {
    assert.deepEqual(shared("green", 10), { blue: 90, green: 10 });
    assert.deepEqual(allTo("blue"), { blue: 100, green: 0 });
  });
});

describe("shareIn", () => {
  it("is what was given", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), (share) => {
        assert.equal(shareIn(shared("blue", share), "blue"), share);
        assert.equal(shareIn(shared("blue", share), "green"), 100 - share);
      }),
    );
  });

  it("is a share in other units too", () => {
    assert.equal(shareIn({ blue: 1, green: 1 }, "green"), 50);
    assert.equal(shareIn({ blue: 0, green: 999 }, "green"), 100);
  });

  it("is all only of what has all, and none only of what has none", () => {
    assert.equal(shareIn({ blue: 999, green: 1 }, "blue"), 99);
    assert.equal(shareIn({ blue: 999, green: 1 }, "green"), 1);
    assert.equal(shareIn({ blue: 0, green: 0 }, "green"), 0);
    assert.equal(shareIn(undefined, "green"), 0);
  });
});
