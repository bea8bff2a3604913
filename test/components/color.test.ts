import assert from "node:assert/strict";
import { isHidden, type Recording } from "../../diff/recording";
import { settled } from "../../diff/settled";
import { declare, inside, names, ofKind, shop, the, web } from "./declared";

describe("each color", () => {
  let recording: Recording;
  before(async () => {
    recording = await declare({ applications: [shop] });
  });

  it("has a Service, a budget and a Deployment that select its own pods and no other's", () => {
    for (const color of ["blue", "green"]) {
      const name = `web-${color}`;
      const selector = { "turnout.dev/application": "web", "turnout.dev/color": color };
      assert.deepEqual(inside(the(recording, "Service", name), "spec"), {
        type: "ClusterIP",
        selector,
        ports: [{ name: "http", port: 80, targetPort: "http", protocol: "TCP" }],
      });
      assert.deepEqual(inside(the(recording, "PodDisruptionBudget", name), "spec"), {
        maxUnavailable: 1,
        selector: { matchLabels: selector },
      });
      const deployment = the(recording, "Deployment", name);
      assert.deepEqual(inside(deployment, "spec", "selector"), { matchLabels: selector });
      const labels = inside(deployment, "spec", "template", "metadata", "labels") as Record<string, string>;
      for (const [key, value] of Object.entries(selector)) assert.equal(labels[key], value);
      assert.equal(inside(deployment, "spec", "progressDeadlineSeconds"), 90);
    }
  });

  it("has its secrets in a Secret of its own, and their text is nowhere in what is declared", () => {
    for (const name of names) assert.ok(isHidden(inside(the(recording, "Secret", name), "stringData")), name);
    assert.doesNotMatch(JSON.stringify(recording), /hunter/);
  });

  it("has a Secret also where there are no secrets: a frozen color may still need it", async () => {
    const without = await declare({ applications: [web] });
    assert.deepEqual(
      ofKind(without, "Secret").map(({ name }) => name),
      names,
    );
  });

  it("takes its size back from whoever set it last, also from an autoscaler that the settings no longer have", async () => {
    const autoscaled = await declare({ applications: [{ ...shop, autoscaling: { maxReplicas: 9 } }] });
    const without = await declare({ applications: [shop], checkpoint: settled(autoscaled) });
    for (const declared of [autoscaled, without])
      for (const name of names) {
        const annotations = inside(the(declared, "Deployment", name), "metadata", "annotations");
        assert.equal((annotations as Record<string, string>)["pulumi.com/patchForce"], "true", name);
      }
  });

  it("is a backend of the one route, always, whatever its weight", async () => {
    const states = [{}, settled(recording)];
    for (const checkpoint of states) {
      const route = the(await declare({ applications: [shop], checkpoint }), "HTTPRoute", "web");
      assert.deepEqual(inside(route, "spec", "rules", 0, "backendRefs"), [
        { group: "", kind: "Service", name: "web-blue", port: 80, weight: 100 },
        { group: "", kind: "Service", name: "web-green", port: 80, weight: 0 },
      ]);
      assert.equal((inside(route, "spec", "rules") as unknown[]).length, 1);
      assert.deepEqual(inside(route, "spec", "parentRefs"), [
        { group: "gateway.networking.k8s.io", kind: "Gateway", name: "shared", namespace: "turnout-gateway" },
      ]);
    }
  });
});
