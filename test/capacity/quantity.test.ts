import assert from "node:assert/strict";
import fc from "fast-check";
import { quantity } from "../../capacity/quantity";

describe("quantity", () => {
  it("reads what Kubernetes reads", () => {
    const cases: readonly (readonly [unknown, number])[] = [
      ["250m", 0.25],
      ["2", 2],
      [1, 1],
      [0.5, 0.5],
      [".5", 0.5],
      ["1e3", 1000],
      ["1.5Gi", 1.5 * 2 ** 30],
      ["256Mi", 256 * 2 ** 20],
      ["1k", 1000],
      ["1E", 1e18],
      ["12E2", 1200],
    ];
    for (const [text, number] of cases) assert.equal(quantity(text), number, String(text));
  });

  it("takes nothing else for one", () => {
    for (const text of ["", "m", "1 Gi", "1gi", "-1", "1.2.3", "Gi1", undefined, null, {}, NaN, Infinity])
      assert.equal(quantity(text), undefined, JSON.stringify(text));
  });

  it("is proportional to its number, whatever the suffix", () => {
    const suffix = fc.constantFrom("", "k", "Ki", "M", "Mi", "G", "Gi", "T", "Ti");
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), suffix, (number, unit) => {
        assert.equal(quantity(`${number}${unit}`), number * (quantity(`1${unit}`) ?? NaN));
      }),
    );
  });
});
