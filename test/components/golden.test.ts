import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { isHidden } from "../../program/recording";
import { declareOnAws, zone } from "./on-aws";
import { shop } from "./declared";

/*
 * Every Kubernetes object of one environment, whole, as it is declared for a first release. A reviewer reads here what
 * a change of a component means; what is changed on purpose is written by
 *
 *   GOLDEN=write npx mocha test/components/golden.test.ts
 */
const folder = join(__dirname, "golden");

/** The objects of an environment on AWS whose application has a value for most of its settings; a file for each kind. */
async function manifests(): Promise<ReadonlyMap<string, string>> {
  const { resources } = await declareOnAws({
    aws: zone,
    applications: [{ ...shop, autoscaling: { maxReplicas: 5 } }],
  });
  const found = new Map<string, string>();
  for (const { inputs } of resources) {
    if (typeof inputs.kind !== "string") continue;
    const [file, text] = [`${inputs.kind}.yaml`, stringify(shown(inputs), { lineWidth: 0 })];
    const before = found.get(file);
    found.set(file, before === undefined ? text : `${before}---\n${text}`);
  }
  return found;
}

/** With its keys in a fixed order, and no digest of a secret. */
function shown(value: unknown): unknown {
  if (isHidden(value)) return "(secret)";
  if (Array.isArray(value)) return value.map(shown);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, part]) => [key, shown(part)]));
}

describe("the manifests of an environment", () => {
  let found: ReadonlyMap<string, string>;
  before(async () => {
    found = await manifests();
    if (process.env.GOLDEN === "write")
      for (const [file, text] of found) writeFileSync(join(folder, file), text);
  });

  it("are of the kinds that have a file, and of no other", () => {
    assert.deepEqual([...found.keys()].sort(), readdirSync(folder).sort());
  });

  for (const file of readdirSync(folder))
    it(`are to the byte what ${file} says`, () => {
      assert.equal(found.get(file), readFileSync(join(folder, file), "utf8"));
    });
});
