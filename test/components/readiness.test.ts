import assert from "node:assert/strict";
import { awaitAnnotations, awaitAutoscaled } from "../../components/environment/readiness";

describe("awaitAnnotations", () => {
  it("waits until every count of the Deployment's own status is what was asked for", () => {
    assert.deepEqual(awaitAnnotations(3, true), {
      "pulumi.com/waitFor":
        '["jsonpath={.status.replicas}=3","jsonpath={.status.updatedReplicas}=3","jsonpath={.status.availableReplicas}=3"]',
    });
  });

  it("waits for no pods only until the controller has seen it: counts of 0 never appear", () => {
    assert.deepEqual(awaitAnnotations(0, true), {
      "pulumi.com/waitFor": '["jsonpath={.status.observedGeneration}"]',
    });
  });

  it("doesn't wait for what isn't to be waited for", () => {
    assert.deepEqual(awaitAnnotations(3, false), { "pulumi.com/skipAwait": "true" });
  });
});

describe("awaitAutoscaled", () => {
  it("waits until no pod is missing of however many the autoscaler wants", () => {
    assert.deepEqual(awaitAutoscaled(true), {
      "pulumi.com/waitFor": '["jsonpath={.status.observedGeneration}","condition=Available"]',
    });
  });

  it("doesn't wait for what isn't to be waited for", () => {
    assert.deepEqual(awaitAutoscaled(false), { "pulumi.com/skipAwait": "true" });
  });
});
