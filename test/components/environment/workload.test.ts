import assert from "node:assert/strict";
import { awaited } from "../../../components/environment/deployment";
import { settled } from "../../../diff/settled";
import { isHidden, type Recording } from "../../../program/recording";
import type { Checkpoint } from "../../../release/checkpoint";
import type { Intent } from "../../../release/model";
import { declare, inside, names, ofKind, shop, the, web } from "../declared";
import { declareOnAws } from "../on-aws";
import { dependenciesOf } from "../dependencies";
import { through } from "../through";

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

  it("leads to its only pod by its own address, which does so until the next one is Ready; no other does", async () => {
    const native = async (application: object) => {
      const recording = await declare({ applications: [{ ...web, ...application }] });
      return names.map((name) =>
        inside(the(recording, "Service", name), "metadata", "annotations", "traefik.io/service.nativelb"),
      );
    };
    assert.deepEqual(await native({ replicas: 1 }), ["true", "true"]);
    assert.deepEqual(await native({ replicas: 2 }), [undefined, undefined]);
    assert.deepEqual(await native({ autoscaling: { maxReplicas: 4 } }), [undefined, undefined]);
    const onAws = await declareOnAws({ applications: [{ ...web, replicas: 1 }] });
    assert.deepEqual(inside(the(onAws, "Service", "web-blue"), "metadata", "annotations"), {
      "pulumi.com/skipAwait": "true",
    });
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

describe("awaited", () => {
  const path = (text: string) => ({ "pulumi.com/waitFor": JSON.stringify([`jsonpath={${text}}`]) });

  it("waits until every count of the Deployment's own status is what was asked for, or the attempt is given up", () => {
    assert.deepEqual(
      awaited(3, "1"),
      path(
        '$[?@.replicas==3&&@.updatedReplicas==3&&@.availableReplicas==3||$.metadata.annotations["turnout.dev/given-up"]=="1"]',
      ),
    );
  });

  it("waits for no pods only until the controller has seen it: counts of 0 never appear", () => {
    assert.deepEqual(awaited(0, "1"), path(".status.observedGeneration"));
  });

  it("waits until no pod is missing of however many an autoscaler wants", () => {
    assert.deepEqual(
      awaited(undefined, "2"),
      path(
        '$[?@.observedGeneration&&@.conditions[?@.type=="Available"&&@.status=="True"]||$.metadata.annotations["turnout.dev/given-up"]=="2"]',
      ),
    );
  });

  it("holds no blank, which the provider's parser refuses before a third term", () => {
    for (const pods of [undefined, 1, 20]) assert.doesNotMatch(Object.values(awaited(pods, "1")).join(), / /);
  });
});

const canary = {
  ...web,
  replicas: 2,
  autoscaling: { maxReplicas: 10 },
  canary: { steps: [10, 50, 100] },
};
const next = { ...canary, image: "registry.example/web:2" };
const asking = (intent: Intent) => ({ intent: () => intent });

/** Which color it sizes, and what it may do to it when the load falls. */
const scaled = (recording: Recording) => {
  const spec = (...path: string[]) =>
    inside(the(recording, "HorizontalPodAutoscaler", "web"), "spec", ...path);
  return [spec("scaleTargetRef", "name"), spec("behavior", "scaleDown", "selectPolicy")];
};

describe("an autoscaler", () => {
  let checkpoint: Checkpoint;
  let tried: Checkpoint;
  before(async () => {
    const first = await declare({ applications: [canary] });
    assert.deepEqual(scaled(first), ["web-blue", "Max"]);
    checkpoint = settled(first);
    const recording = await declare({ applications: [next], checkpoint });
    assert.deepEqual(scaled(recording), ["web-blue", "Disabled"]);
    tried = through(recording, checkpoint);
  });

  it("keeps the color that is tried against at its size for as long as it may get its traffic back", async () => {
    assert.deepEqual(scaled(await declare({ applications: [next], checkpoint: tried })), [
      ...["web-blue", "Disabled"],
    ]);
    const run = asking({ verb: "abort" });
    const aborted = await declare({ applications: [next], checkpoint: tried, run });
    assert.deepEqual(scaled(aborted), ["web-blue", "Disabled"]);
    const after = await declare({ applications: [next], checkpoint: through(aborted, tried) });
    assert.deepEqual(scaled(after), ["web-blue", "Max"]);
  });

  it("sizes the release that is promoted by its load", async () => {
    const run = asking({ verb: "shift", share: 100 });
    const promoted = await declare({ applications: [next], checkpoint: tried, run });
    assert.deepEqual(scaled(promoted), ["web-green", "Max"]);
  });

  it("is told before its color is changed where it stays with it, and else once the traffic is there", async () => {
    const run = asking({ verb: "abort" });
    const aborted = await dependenciesOf({ applications: [next], checkpoint: tried, run });
    const itself = "HorizontalPodAutoscaler web";
    const moves = (found: readonly string[]) =>
      found.filter((each) => /^(HTTPRoute|Deployment) web/.test(each));
    assert.deepEqual(moves(aborted("HorizontalPodAutoscaler", "web")), []);
    assert.ok(aborted("Deployment", "web-blue").includes(itself));
    assert.ok(!aborted("Deployment", "web-green").includes(itself));

    const share = asking({ verb: "shift", share: 100 });
    const promoted = await dependenciesOf({ applications: [next], checkpoint: tried, run: share });
    assert.deepEqual(moves(promoted("HorizontalPodAutoscaler", "web")).sort(), [
      "Deployment web-green",
      "HTTPRoute web",
    ]);
    for (const name of ["web-blue", "web-green"])
      assert.ok(!promoted("Deployment", name).includes(itself), name);
  });

  it("is the settings' own, whoever has changed it by hand: it may stand in no abort's way", async () => {
    const recording = await declare({ applications: [canary] });
    assert.deepEqual(inside(the(recording, "HorizontalPodAutoscaler", "web"), "metadata", "annotations"), {
      "pulumi.com/skipAwait": "true",
      "pulumi.com/patchForce": "true",
    });
  });
});
