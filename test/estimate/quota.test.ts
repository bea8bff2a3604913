import assert from "node:assert/strict";
import { quotaOf } from "../../estimate/quota";
import type { RecordedApplication } from "../../release/model";
import { planned } from "../components/planned";

describe("quotaOf", () => {
  const quota = (values: Readonly<Record<string, unknown>>, recorded: RecordedApplication = {}) =>
    quotaOf([planned(values, { recorded })]);

  it("has room for an active color that is larger than what is wanted, and for it once more", () => {
    const resources = { cpu: "1", memory: "1Gi" };
    const blue = { release: "old", replicas: 10, ready: true, resources };
    const wanted = { replicas: 1, resources: { cpu: "250m", memory: "256Mi" } };
    assert.deepEqual(quota(wanted, { weights: { blue: 100, green: 0 }, blue }), {
      pods: 10 + 1 + 10,
      milliCpu: 10 * 1000 + 250 + 10 * 1000,
      memoryMebibytes: 10 * 1024 + 256 + 10 * 1024,
    });
  });

  it("has room for all new pods of an idle color beside its old ones, whichever of both ask for more", () => {
    const blue = { release: "old", replicas: 2, ready: true, resources: { cpu: "2", memory: "256Mi" } };
    const green = { release: "bad", replicas: 2, ready: false, resources: { cpu: "250m", memory: "4Gi" } };
    const wanted = { replicas: 2, resources: { cpu: "1", memory: "1Gi" } };
    assert.deepEqual(quota(wanted, { weights: { blue: 100, green: 0 }, blue, green }), {
      pods: 6,
      milliCpu: 2 * 2000 + 2 * 1000 + 2 * 2000,
      memoryMebibytes: 2 * 1024 + 2 * 4096 + 2 * 4096,
    });
  });

  it("counts the larger of the two sizes for both colors", () => {
    assert.deepEqual(quota({ replicas: 2, standbyReplicas: 4 }), {
      pods: 12,
      milliCpu: 3000,
      memoryMebibytes: 3072,
    });
  });

  it("has room for what an autoscaler may ask for", () => {
    assert.equal(quota({ replicas: 2, autoscaling: { maxReplicas: 8 } }).pods, 24);
  });

  it("reads every unit that the settings let through", () => {
    assert.deepEqual(quota({ resources: { cpu: "2", memory: "1Gi" } }), {
      pods: 3,
      milliCpu: 6000,
      memoryMebibytes: 3072,
    });
  });

  it("adds room for pods that are no application's", () => {
    const room = { pods: 2, cpu: "0.5", memory: "1Gi" };
    assert.deepEqual(quotaOf([planned()], room), {
      pods: 3 + 2,
      milliCpu: 750 + 500,
      memoryMebibytes: 768 + 1024,
    });
  });

  it("adds the applications up", () => {
    assert.deepEqual(quotaOf([planned(), planned({ name: "api", replicas: 3 })]), {
      pods: 12,
      milliCpu: 3000,
      memoryMebibytes: 3072,
    });
  });

  it("is nothing for no applications", () => {
    assert.deepEqual(quotaOf([]), { pods: 0, milliCpu: 0, memoryMebibytes: 0 });
  });
});
