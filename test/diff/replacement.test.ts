import assert from "node:assert/strict";
import { kindOf, replaces } from "../../diff/replacement";

describe("a change that makes the engine delete and make again", () => {
  for (const [type, path] of [
    ["kubernetes:core/v1:ConfigMap", "metadata.name"],
    ["kubernetes:core/v1:ConfigMap", "metadata.namespace"],
    ["kubernetes:core/v1:ConfigMap", "kind"],
    ["kubernetes:gateway.networking.k8s.io/v1:HTTPRoute", "apiVersion"],
    ["kubernetes:apps/v1:Deployment", 'spec.selector.matchLabels["turnout.dev/color"]'],
    ["kubernetes:core/v1:Secret", "type"],
    ["kubernetes:core/v1:Secret", "stringData.API_KEY"],
    ["kubernetes:core/v1:Service", "spec.clusterIP"],
    ["kubernetes:policy/v1:PodDisruptionBudget", "spec.maxUnavailable"],
    ["kubernetes:core/v1:PersistentVolumeClaim", "spec.storageClassName"],
    ["kubernetes:apps/v1:StatefulSet", "spec.serviceName"],
    ["kubernetes:batch/v1:Job", "spec.template.spec.containers[0].image"],
    ["pulumi:providers:kubernetes", "clusterIdentifier"],
  ] as const)
    it(`is one of ${path} of ${type}`, () => {
      assert.equal(replaces(type, path), true);
    });

  for (const [type, path] of [
    ["kubernetes:core/v1:ConfigMap", "metadata.labels.name"],
    ["kubernetes:core/v1:Secret", "immutable"],
    ["kubernetes:apps/v1:Deployment", "spec.template.metadata.name"],
    ["kubernetes:apps/v1:Deployment", "spec.replicas"],
    ["kubernetes:core/v1:Service", "spec.selector"],
    ["kubernetes:gateway.networking.k8s.io/v1:HTTPRoute", "spec.hostnames[0]"],
    ["pulumi:providers:kubernetes", "context"],
    ["aws:s3/bucket:Bucket", "metadata.name"],
  ] as const)
    it(`is not one of ${path} of ${type}`, () => {
      assert.equal(replaces(type, path), false);
    });
});

describe("kindOf", () => {
  it("is the last part of a type", () => {
    assert.equal(kindOf("kubernetes:apps/v1:Deployment"), "Deployment");
    assert.equal(kindOf("plain"), "plain");
  });
});
