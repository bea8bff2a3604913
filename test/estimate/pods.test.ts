import assert from "node:assert/strict";
import { podsOf } from "../../estimate/pods";
import { addon, autoscaler, cluster, controller, pods } from "./aws";
import { declared, recordingOf } from "../diff/resources";

const smallest = { vcpu: 0.25, gigabytes: 0.5 };

describe("podsOf", () => {
  it("has the replicas and the size of each Deployment, named by its application", () => {
    const recording = recordingOf(pods("web-blue", 2), pods("web-green", 0, "500m", "512Mi"));
    assert.deepEqual(podsOf(recording), [
      { of: "web", count: 2, most: 2, size: smallest },
      { of: "web", count: 0, most: 0, size: { vcpu: 0.5, gigabytes: 1 } },
    ]);
  });

  it("takes a Deployment without replicas for one pod, as Kubernetes does, and names it by itself", () => {
    const bare = declared("kubernetes:apps/v1:Deployment", "tool", {});
    assert.deepEqual(podsOf(recordingOf(bare)), [{ of: "tool", count: 1, most: 1, size: smallest }]);
  });

  it("counts what an autoscaler scales from its fewest to its most, and nothing else so", () => {
    const recording = recordingOf(pods("web-blue", 5), pods("web-green", 3), autoscaler("web-blue", 2, 10));
    assert.deepEqual(
      podsOf(recording).map(({ count, most }) => [count, most]),
      [
        [2, 10],
        [3, 3],
      ],
    );
  });

  it("knows the pods that the controller's chart, the cluster and the add-ons bring", () => {
    const recording = recordingOf(cluster, addon("metrics-server"), controller({}), addon("vpc-cni"));
    assert.deepEqual(podsOf(recording), [
      { of: "coredns", count: 2, most: 2, size: smallest },
      { of: "metrics-server", count: 2, most: 2, size: smallest },
      { of: "aws-load-balancer-controller", count: 2, most: 2, size: smallest },
    ]);
  });

  it("goes by the values that a chart or an add-on is given", () => {
    const resources = { requests: { cpu: "500m", memory: "1Gi" } };
    const values = JSON.stringify({ replicaCount: 1, resources });
    const larger = { vcpu: 0.5, gigabytes: 2 };
    assert.deepEqual(
      podsOf(recordingOf(controller({ replicaCount: 3, resources }), addon("coredns", values))),
      [
        { of: "aws-load-balancer-controller", count: 3, most: 3, size: larger },
        { of: "coredns", count: 1, most: 1, size: larger },
      ],
    );
  });

  it("takes an add-on whose values can't be read for one without", () => {
    assert.deepEqual(podsOf(recordingOf(addon("coredns", "{"))), podsOf(recordingOf(addon("coredns"))));
  });

  it("has no pods of a chart that it doesn't know", () => {
    assert.deepEqual(podsOf(recordingOf(declared("kubernetes:helm.sh/v3:Release", "x", { chart: "x" }))), []);
  });
});
