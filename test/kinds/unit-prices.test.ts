import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { monthly, priceList, unitPrices, type Priced, type UnitPrice } from "../../kinds/unit-prices";

const all: readonly (readonly [string, UnitPrice])[] = Object.entries(unitPrices);

describe("unitPrices", () => {
  it("says of each price where it was read", () => {
    for (const [name, { usd, source }] of all) {
      assert.ok(usd > 0, name);
      assert.match(source, /^[a-z0-9.-]+\.[a-z]+\//, name);
    }
  });

  it("makes months of hours", () => {
    assert.equal(monthly("natGateway"), 0.045 * 730);
    assert.equal(monthly("kmsKey"), 1);
    assert.ok(Math.abs(monthly("eksCluster") - 73) < 1e-9);
  });

  it("has every price in the docs, with the list's region and date", () => {
    const docs = readFileSync(join(__dirname, "../../docs/prices.md"), "utf8");
    assert.ok(docs.includes(`${priceList.region}, ${priceList.date}`));
    for (const [name, { usd, unverified }] of all) {
      assert.ok(docs.includes(`${usd}`), `${name}: ${usd}`);
      if (unverified !== undefined) assert.ok(docs.includes("not verified"), name);
    }
  });

  it("prices by volume nothing that it would have to guess the volume of", () => {
    const priced: readonly Priced[] = ["fargateVcpu", "alarmMetric"];
    for (const name of priced) assert.ok(monthly(name) > 0);
    // @ts-expect-error -- a price by the GB is none of a month
    assert.equal(monthly("logIngestion"), 0.5);
  });
});
