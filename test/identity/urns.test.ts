import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Recording } from "../../program/recording";
import { declare, web } from "../components/declared";
import { declareOnAws, github, wholePlatform, zone } from "../components/on-aws";

/*
 * The identity of every resource. To Pulumi a resource under another URN is another resource: the old one is deleted.
 * After a rename give the new one an alias; what is new, or gone on purpose, goes into the list by
 *
 *   URNS=write npx mocha test/identity/urns.test.ts
 */
const stacks: Readonly<Record<string, () => Promise<Recording>>> = {
  platform: wholePlatform,
  "platform-local": () => declare({ stack: "platform", settings: { "turnout:role": "platform" } }),
  environment: () => declareOnAws({ aws: { ...zone, ...github }, gateway: { own: true } }),
  "environment-local": () =>
    declare({ applications: [{ ...web, autoscaling: { maxReplicas: 3 } }], stack: "pr-x" }),
  state: () => declareOnAws({ stack: "state", settings: { "turnout:role": "state" } }),
};

describe("the identity of the resources", () => {
  for (const [title, declared] of Object.entries(stacks))
    it(`of ${title} stays what it is`, async () => {
      const file = join(__dirname, `${title}.urns`);
      const { resources } = await declared();
      const urns = resources.map(({ urn }) => urn).sort();
      if (process.env.URNS === "write") writeFileSync(file, `${urns.join("\n")}\n`);
      const kept = existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
      const known = new Set(resources.flatMap(({ urn, aliases }) => [urn, ...aliases]));
      const aliased = new Set(
        resources.filter(({ aliases }) => aliases.some((one) => kept.includes(one))).map(({ urn }) => urn),
      );
      assert.deepEqual(
        {
          "gone without an alias": kept.filter((urn) => !known.has(urn)),
          "not in the list yet": urns.filter((urn) => !kept.includes(urn) && !aliased.has(urn)),
        },
        { "gone without an alias": [], "not in the list yet": [] },
      );
    });
});
