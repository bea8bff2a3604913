import fc from "fast-check";
import assert from "node:assert/strict";
import { capacityLine, capacityOf, estimateOf, priceChange } from "../../diff/estimate";
import { priceLine, usd } from "../../diff/format";
import type { Declared, Recording } from "../../program/recording";
import {
  addon,
  autoscaler,
  awsProvider,
  cluster,
  controller,
  endpoint,
  gateway,
  pods,
  quota,
  route,
  subnet,
} from "../estimate/aws";
import { declare } from "../components/declared";
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

const colors = ["web-blue", "web-green"];
const tenants = (count: number, gateway = "shared") =>
  Array.from({ length: count }, (_, index) => ({
    stack: `pr-${index}`,
    gateway,
    targetGroups: 4,
    rules: 2,
    pods: 3,
  }));
const sharing = (count: number) => ({ tenants: tenants(count), gateways: ["shared"] });
const sharingTwo = (first: number, second: number) => ({
  tenants: [...tenants(first), ...tenants(second, "shared-2")],
  gateways: ["shared", "shared-2"],
});
const of = (recording: Recording) => capacityOf(recording, recording, undefined);

const platform = recordingOf(
  cluster,
  addon("metrics-server"),
  controller({}),
  gateway("shared"),
  route("redirect", []),
  subnet("public-a", "10.0.0.0/24", "a", false),
  subnet("private-a", "10.0.64.0/18", "a"),
  subnet("private-b", "10.0.128.0/18", "b"),
  endpoint("sts", "Interface", ["private-a", "private-b"]),
);

describe("capacityOf", () => {
  it("counts what the real program adds to its load balancer, and at most as many pods as its quota lets run", async () => {
    const recording = await declare();
    const { pods, loads, problems } = capacityOf(recording, recording, sharing(3));
    assert.deepEqual(pods, { count: 1, most: 3 });
    assert.deepEqual(Object.values(loads), [{ targetGroups: 4, rules: 2 }]);
    assert.deepEqual(problems, []);
  });

  it("takes the most that an autoscaler may make where no quota says less", () => {
    const scaled = recordingOf(pods("web-blue", 2), autoscaler("web-blue", 2, 9));
    assert.deepEqual(of(scaled).pods, { count: 2, most: 9 });
    assert.deepEqual(of(recordingOf(...scaled.resources, quota(6))).pods, { count: 2, most: 6 });
  });

  it("counts a platform's addresses, what it takes of them, and what environments may take", () => {
    const { addresses } = capacityOf(platform, platform, sharing(21));
    assert.deepEqual(addresses, { all: 32_758, most: 6 + 2 + 63 });
    assert.equal(of(recordingOf(pods("web-blue", 1))).addresses, undefined);
  });

  it("warns of a load balancer that is nearly full", () => {
    assert.deepEqual(capacityOf(platform, platform, sharing(20)).problems, [
      "The load balancer of Gateway shared has room for 25 environments, and the branches known here may have 20; add a name to gateway.others in Pulumi.yaml, or remove what nobody uses.",
    ]);
    assert.deepEqual(capacityOf(platform, platform, sharingTwo(19, 19)).problems, []);
    assert.deepEqual(capacityOf(platform, platform, sharingTwo(3, 30)).problems, [
      "The load balancer of Gateway shared-2 has room for 25 environments, and the branches known here may have 30; add a name to gateway.others in Pulumi.yaml, or remove what nobody uses.",
    ]);
  });

  it("warns of more target groups and rules than a load balancer takes", () => {
    const routes = Array.from({ length: 51 }, (_, index) => route(`web-${index}`, colors));
    assert.deepEqual(of(recordingOf(...routes)).problems, [
      "Gateway turnout/shared would have 102 target groups, and its load balancer takes 100; give this environment fewer applications.",
    ]);
    const hostnames = Array.from({ length: 101 }, (_, index) => `h${index}.example.com`);
    assert.deepEqual(of(recordingOf(route("web", colors, ["shared"], { hostnames }))).problems, [
      "Gateway turnout/shared would have 101 rules, and its load balancer takes 100; give this environment fewer applications.",
    ]);
  });

  it("warns once of pods that no size of Fargate holds", () => {
    const large = recordingOf(pods("web-blue", 1, "1", "120Gi"), pods("web-green", 0, "1", "120Gi"));
    assert.deepEqual(of(large).problems, [
      "The pods of web ask for more than Fargate's largest size, 16 vCPU / 120 GB, of which it keeps 256 MB; lower their resources, or they never start.",
    ]);
  });

  it("warns of subnets that are too small", () => {
    const small = recordingOf(controller({}), subnet("private-a", "10.0.0.0/28", "a"));
    assert.deepEqual(capacityOf(small, small, sharing(4)).problems, [
      "The private subnets have 11 addresses, and 14 pods may want one; remove environments that nobody uses, or give them fewer replicas.",
    ]);
  });
});

describe("capacityLine", () => {
  it("is about an environment on a load balancer that it shares", () => {
    const recording = recordingOf(
      pods("web-blue", 1),
      quota(3),
      route("web", colors),
      route("web--preview", colors),
    );
    assert.equal(
      capacityLine(capacityOf(recording, recording, sharing(12))),
      "Capacity: 1 pod, at most 3; 4 of 100 target groups and 2 of 100 rules on Gateway turnout/shared; 12 of 25 environments (known here) on Gateway shared",
    );
  });

  it("is about a platform and all its environments", () => {
    assert.equal(
      capacityLine(capacityOf(platform, platform, sharingTwo(24, 22))),
      "Capacity: 6 pods; 24 of 25 environments (known here) on Gateway shared; 22 of 25 environments (known here) on Gateway shared-2; at most 146 of 32,758 addresses for pods",
    );
  });
});
