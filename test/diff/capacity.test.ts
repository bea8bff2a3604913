import assert from "node:assert/strict";
import { capacityLine, capacityOf } from "../../diff/capacity";
import type { Recording } from "../../diff/recording";
import {
  addon,
  autoscaler,
  cluster,
  controller,
  endpoint,
  gateway,
  pods,
  quota,
  route,
  subnet,
} from "../capacity/aws";
import { declare } from "../components/declared";
import { recordingOf } from "./resources";

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
      "Capacity: 1 pod, at most 3; 4 of 100 target groups and 2 of 100 rules on Gateway turnout/shared; 12 of 25 environments on Gateway shared",
    );
  });

  it("is about a platform and all its environments", () => {
    assert.equal(
      capacityLine(capacityOf(platform, platform, sharingTwo(24, 22))),
      "Capacity: 6 pods; 24 of 25 environments on Gateway shared; 22 of 25 environments on Gateway shared-2; at most 146 of 32,758 addresses for pods",
    );
  });
});
