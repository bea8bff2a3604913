import assert from "node:assert/strict";
import { settled } from "../../diff/settled";
import type { Recording } from "../../diff/recording";
import type { Intent } from "../../release/model";
import type { Checkpoint } from "../../release/checkpoint";
import { declare, inside, the, web } from "./declared";
import { dependenciesOf } from "./dependencies";
import { through } from "./through";

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
