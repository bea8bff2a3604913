import fc from "fast-check";
import assert from "node:assert/strict";
import { canonicalQuantity, isSameQuantity, mebibytes, milliCpu, quantity } from "../../estimate/quantity";

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
      ["100n", 1e-7],
      ["5u", 5e-6],
      ["2T", 2e12],
      ["3P", 3e15],
      ["1Ti", 2 ** 40],
      ["1Pi", 2 ** 50],
      ["1Ei", 2 ** 60],
      ["999Ti", 999 * 2 ** 40],
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
      "1e100",
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

  it("is the same one however it is written, to the last digit", () => {
    for (const [one, other] of [
      ["1000m", "1"],
      ["1024Mi", "1Gi"],
      ["1Gi", "1073741824"],
      ["0.5", "500m"],
      ["1e3", "1k"],
      [".1", "100m"],
      [1, "1.0"],
      [0.25, "250m"],
      ["1000n", "1u"],
      ["-1500m", "-1.5"],
    ] as const)
      assert.equal(isSameQuantity(one, other), true, `${one} ${other}`);
    for (const [one, other] of [
      ["1000m", "1001m"],
      ["1G", "1Gi"],
      ["9007199254740993", "9007199254740992"],
      ["1Ei", "1152921504606846977"],
      ["1", "-1"],
      ["1", "one"],
      ["one", "one"],
      [undefined, undefined],
    ] as const)
      assert.equal(isSameQuantity(one, other), false, `${one} ${other}`);
  });

  it("is written in one way, as Kubernetes does", () => {
    for (const [written, canonical] of [
      ["1000m", "1"],
      ["250m", "250m"],
      ["1500m", "1500m"],
      ["2", "2"],
      ["0.5", "500m"],
      ["2000", "2k"],
      ["1024Mi", "1Gi"],
      ["1536Mi", "1536Mi"],
      ["1.5Gi", "1536Mi"],
      ["0.5Ki", "512"],
      ["256Mi", "256Mi"],
      ["-1000m", "-1"],
      ["0", "0"],
      ["much", "much"],
    ] as const)
      assert.equal(canonicalQuantity(written), canonical);
  });

  it("keeps its worth in that way", () => {
    const suffix = fc.constantFrom("", "n", "u", "m", "k", "M", "G", "Ki", "Mi", "Gi");
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e7 }), suffix, (number, unit) => {
        const canonical = canonicalQuantity(`${number}${unit}`);
        assert.equal(isSameQuantity(canonical, `${number}${unit}`), true);
        assert.equal(canonicalQuantity(canonical), canonical);
      }),
    );
  });
});
