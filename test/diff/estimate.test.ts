import assert from "node:assert/strict";
import fc from "fast-check";
import { estimateOf, priceChange } from "../../diff/estimate";
import { priceLine, usd } from "../../diff/estimate-text";
import type { Declared, Recording } from "../../diff/recording";
import { autoscaler, awsProvider, cluster, gateway, pods } from "../capacity/aws";
import { declared, recordingOf } from "./resources";

const onAws = (...resources: readonly Declared[]) => recordingOf(awsProvider, ...resources);
const never = (): never => assert.fail("must not be asked for");
const nothing = recordingOf();

describe("estimateOf", () => {
  it("is nothing for a local stack, and evaluates nothing for it", async () => {
    const local = recordingOf(pods("web-blue", 2));
    assert.deepEqual(await estimateOf({ base: local, head: local, atRest: never, sharing: never }), {});
  });

  it("prices the head as it is once its release has settled, not while both colors run", async () => {
    const { price, capacity } = await estimateOf({
      base: onAws(pods("web-blue", 1), pods("web-green", 0)),
      head: onAws(pods("web-blue", 1), pods("web-green", 1)),
      atRest: () => Promise.resolve(onAws(pods("web-blue", 1), pods("web-green", 0))),
      sharing: () => undefined,
    });
    assert.equal(price?.before, price?.after);
    assert.deepEqual(capacity?.pods, { count: 1, most: 2 });
  });

  it("takes a head that releases for the first time as it is", async () => {
    const head = onAws(pods("web-blue", 1));
    const { price } = await estimateOf({ base: nothing, head, atRest: never, sharing: () => undefined });
    assert.equal(price?.before, 0);
    assert.equal(price?.after, 9.01);
  });

  it("shows what a stack no longer costs that leaves AWS", async () => {
    const base = onAws(pods("web-blue", 1));
    const { price, capacity } = await estimateOf({ base, head: nothing, atRest: never, sharing: never });
    assert.deepEqual([price?.before, price?.after, capacity], [9.01, 0, undefined]);
  });
});

const three = onAws(cluster, gateway("a"), pods("web-blue", 1));

describe("priceChange", () => {
  it("has all that costs something on either side, what changes most first", () => {
    const base = onAws(cluster, pods("web-blue", 2), declared("aws:kms/key:Key", "k"));
    const head = onAws(cluster, pods("web-blue", 1), gateway("a"));
    assert.deepEqual(
      priceChange(base, head).items.map(({ what, before, after }) => [what, before.count, after.count]),
      [
        ["load balancer", 0, 1],
        ["pod of web, 0.25 vCPU / 0.5 GB", 2, 1],
        ["public IPv4 address", 0, 2],
        ["KMS key", 1, 0],
        // coredns comes with the cluster
        ["EKS cluster", 1, 1],
        ["pod of coredns, 0.25 vCPU / 0.5 GB", 2, 2],
      ],
    );
  });

  it("turns round when base and head do", () => {
    const some = fc.subarray([cluster, gateway("a"), pods("web-blue", 3), declared("aws:kms/key:Key", "k")]);
    fc.assert(
      fc.property(some, some, (one, other) => {
        const [there, back] = [
          priceChange(onAws(...one), onAws(...other)),
          priceChange(onAws(...other), onAws(...one)),
        ];
        assert.deepEqual([there.before, there.after], [back.after, back.before]);
        const turned = back.items.map(({ what, before, after }) => ({ what, before: after, after: before }));
        const byName = (a: { what: string }, b: { what: string }) => (a.what < b.what ? -1 : 1);
        assert.deepEqual([...there.items].sort(byName), turned.sort(byName));
      }),
    );
  });
});

describe("priceLine", () => {
  const conditions = "(list prices of us-east-1, 2026-06, without traffic, logs and LCUs)";
  const line = (base: Recording, head: Recording) => priceLine(priceChange(base, head));

  it("says what changes, and by how much", () => {
    assert.equal(
      line(onAws(pods("web-blue", 1)), onAws(pods("web-blue", 2))),
      `Price: about $9.01 → $18 a month ${conditions}: 1 → 2 × pod of web, 0.25 vCPU / 0.5 GB (+$9.01)`,
    );
    assert.equal(
      line(onAws(pods("web-blue", 1)), onAws(pods("web-blue", 1, "500m", "512Mi"))),
      `Price: about $9.01 → $18 a month ${conditions}: 1 × pod of web, 0.5 vCPU / 1 GB (+$18); 1 → 0 × pod of web, 0.25 vCPU / 0.5 GB (−$9.01)`,
    );
  });

  it("is one amount where nothing changes", () => {
    assert.equal(line(three, three), `Price: about $124 a month ${conditions}`);
  });

  it("names no more than three, and how many more there are", () => {
    assert.equal(
      line(nothing, three),
      `Price: about $0 → $124 a month ${conditions}: 1 × EKS cluster (+$73); 2 × pod of coredns, 0.25 vCPU / 0.5 GB (+$18); 1 × load balancer (+$16); 2 more`,
    );
  });

  it("says what autoscalers may make of it", () => {
    const scaled = onAws(pods("web-blue", 1), autoscaler("web-blue", 1, 10));
    assert.equal(
      line(scaled, scaled),
      `Price: about $9.01 a month, up to $90 with autoscaling ${conditions}`,
    );
  });
});

describe("usd", () => {
  it("has cents below ten dollars and commas above a thousand", () => {
    assert.deepEqual([0, 0.3, 9.014, 10, 123.5, 4321].map(usd), [
      "$0",
      "$0.30",
      "$9.01",
      "$10",
      "$124",
      "$4,321",
    ]);
  });
});
