import assert from "node:assert/strict";
import { settled } from "../../diff/settled";
import { recordedApplication, recordedCluster } from "../../release/checkpoint";
import { declare, web } from "../components/declared";
import { configMap, configMapType, deployment, recordingOf, urnOf } from "./resources";

describe("settled", () => {
  it("is what a checkpoint would say once all is up", async () => {
    const recording = await declare({ applications: [{ ...web, replicas: 3 }] });
    const checkpoint = settled(recording);
    const { weights, blue, green } = recordedApplication(checkpoint, "web");
    assert.deepEqual(weights, { blue: 100, green: 0 });
    assert.deepEqual([blue?.replicas, blue?.ready], [3, true]);
    assert.deepEqual([green?.replicas, green?.ready], [0, false]);
    assert.equal(recordedCluster(checkpoint), "unknown");
  });

  it("keeps what every other resource declared", () => {
    const map = configMap("a", { x: "1" });
    assert.deepEqual(settled(recordingOf(map)), {
      [urnOf(configMapType, "a")]: { type: configMapType, outputs: map.inputs },
    });
  });

  it("takes a Deployment that says no number of pods for one of one, as Kubernetes does", () => {
    const one = deployment("web-blue");
    const status = { observedGeneration: 1, readyReplicas: 1, updatedReplicas: 1 };
    assert.deepEqual(settled(recordingOf(one))[one.urn]?.outputs, { ...one.inputs, status });
  });

  it("lets the same program be steady: it declares the same again, and has nothing to say", async () => {
    const first = await declare();
    const again = await declare({ checkpoint: settled(first) });
    const inputs = ({ resources }: typeof first) => resources.map(({ urn, inputs }) => [urn, inputs]);
    assert.deepEqual(inputs(again), inputs(first));
    assert.deepEqual(again.messages, []);
  });
});
