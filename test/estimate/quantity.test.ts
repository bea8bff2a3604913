import fc from "fast-check";
import assert from "node:assert/strict";
import { mebibytes, milliCpu, quantity } from "../../estimate/quantity";

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
      ["1e+3", 1000],
      ["5e-1", 0.5],
      [".5e1", 5],
      ["3.", 3],
      ["+2", 2],
      ["-1", -1],
      ["100n", 100 * 1e-9],
      ["5u", 5 * 1e-6],
      ["2T", 2e12],
      ["3P", 3e15],
      ["1Ti", 2 ** 40],
      ["1Pi", 2 ** 50],
      ["1Ei", 2 ** 60],
      [1e21, 1e21],
    ];
    for (const [text, number] of cases) assert.equal(quantity(text), number, String(text));
  });

  it("takes nothing else for one", () => {
    for (const text of [
      "",
      "m",
      "1 Gi",
      "1gi",
      "1K",
      "1mi",
      "1e3Mi",
      "1e",
      ".",
      "+",
      "--1",
      "1.2.3",
      "Gi1",
      "1toString",
      undefined,
      null,
      {},
      NaN,
      Infinity,
    ])
      assert.equal(quantity(text), undefined, JSON.stringify(text));
  });

  it("is told in thousandths of a CPU and in MiB, rounded up", () => {
    const cpus: readonly (readonly [unknown, number | undefined])[] = [
      ["250m", 250],
      ["2", 2000],
      ["0.57", 570],
      ["1500u", 2],
      [0.1, 100],
      [undefined, undefined],
    ];
    for (const [text, number] of cpus) assert.equal(milliCpu(text), number, String(text));
    const sizes: readonly (readonly [unknown, number | undefined])[] = [
      ["256Mi", 256],
      ["1Gi", 1024],
      ["1.5Gi", 1536],
      ["1G", 954],
      ["268435456", 256],
      ["1Mib", undefined],
    ];
    for (const [text, number] of sizes) assert.equal(mebibytes(text), number, String(text));
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
