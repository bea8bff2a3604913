import assert from "node:assert/strict";
import { settled } from "../../../diff/settled";
import type { Checkpoint } from "../../../release/checkpoint";
import { aws } from "../on-aws";
import { declare, shop, web } from "../declared";
import { dependenciesOf } from "../dependencies";

const api = { ...web, name: "api" };
const both = [shop, api];
const released = [{ ...shop, image: "registry.example/web:2" }, api];

describe("what waits for what", () => {
  let checkpoint: Checkpoint;
  before(async () => {
    checkpoint = settled(await declare({ applications: both }));
  });

  it("lets every route wait for the pods and the preview of every application: they release together", async () => {
    const waitsFor = await dependenciesOf({ applications: released, checkpoint });
    // api is steady on blue, web goes to green.
    const ready = [
      ...["Deployment api-blue", "HTTPRoute api--preview"],
      ...["Deployment web-green", "HTTPRoute web--preview"],
    ];
    for (const name of ["web", "api"]) {
      const found = waitsFor("HTTPRoute", name);
      assert.deepEqual(
        ready.filter((each) => !found.includes(each)),
        [],
        name,
      );
    }
  });

  const deploymentsBefore = (found: readonly string[]) =>
    found.filter((each) => each.startsWith("Deployment")).sort();

  it("lets a route wait for the first pods of an application that is new beside it, which wait for it in no way", async () => {
    const added = { ...web, name: "mail" };
    const waitsFor = await dependenciesOf({ applications: [...released, added], checkpoint });
    const ready = ["Deployment api-blue", "Deployment mail-blue", "Deployment web-green"];
    for (const name of ["web", "api"])
      assert.deepEqual(deploymentsBefore(waitsFor("HTTPRoute", name)), ready, name);
    assert.ok(waitsFor("HTTPRoute", "web").includes("HTTPRoute mail--preview"));
    // An ALB's readiness gate is put into pods only where their route is there.
    assert.deepEqual(deploymentsBefore(waitsFor("HTTPRoute", "mail")), []);
    assert.ok(waitsFor("Deployment", "mail-blue").includes("HTTPRoute mail"));
    for (const name of ["mail-blue", "mail-green"])
      assert.deepEqual(
        waitsFor("Deployment", name).filter((each) => /^HTTPRoute (web|api)/.test(each)),
        [],
        name,
      );
  });

  it("lets a route wait for a release beside it that comes up to be promoted later", async () => {
    const gated = { ...api, image: "registry.example/api:2", autoPromote: false };
    const waitsFor = await dependenciesOf({ applications: [released[0] ?? shop, gated], checkpoint });
    assert.deepEqual(deploymentsBefore(waitsFor("HTTPRoute", "web")), [
      "Deployment api-blue",
      "Deployment api-green",
      "Deployment web-green",
    ]);
  });

  it("lets pods wait for no route but the preview that leads to them once something serves", async () => {
    const waitsFor = await dependenciesOf({ applications: released, checkpoint });
    for (const name of ["web-blue", "web-green", "api-blue", "api-green"])
      assert.deepEqual(
        waitsFor("Deployment", name).filter((each) => each.startsWith("HTTPRoute")),
        [`HTTPRoute ${name.replace(/-(blue|green)$/, "")}--preview`],
        name,
      );
  });

  it("lets the first pods wait for their route, for an ALB's readiness gate, and no route for pods", async () => {
    const waitsFor = await dependenciesOf({ applications: both });
    for (const name of ["web", "api"]) {
      assert.ok(waitsFor("Deployment", `${name}-blue`).includes(`HTTPRoute ${name}`), name);
      for (const route of [name, `${name}--preview`])
        assert.deepEqual(
          waitsFor("HTTPRoute", route).filter((each) => each.startsWith("Deployment")),
          [],
          route,
        );
    }
  });

  it("lets the first pods wait for their route, for an ALB's readiness gate, and no route for pods", async () => {
    const waitsFor = await dependenciesOf({ applications: both });
    for (const name of ["web", "api"]) {
      assert.ok(waitsFor("Deployment", `${name}-blue`).includes(`HTTPRoute ${name}`), name);
      for (const route of [name, `${name}--preview`])
        assert.deepEqual(
          waitsFor("HTTPRoute", route).filter((each) => each.startsWith("Deployment")),
          [],
          route,
        );
    }
  });

  it("lets the first pods wait for their namespace and its limits, and on AWS for the groups that they wear", async () => {
    const waitsFor = await dependenciesOf({ applications: both });
    const limits = ["Namespace environment", "ResourceQuota environment", "LimitRange environment"];
    for (const each of limits) assert.ok(waitsFor("Deployment", "web-blue").includes(each), each);
    const settings = { "turnout:platform": "platform", "turnout:aws": JSON.stringify(aws) };
    const onAws = await dependenciesOf({ applications: both, settings });
    for (const each of [...limits, "SecurityGroupPolicy environment"])
      assert.ok(onAws("Deployment", "web-blue").includes(each), each);
  });

  it("lets pods wait for their Services and their Secret", async () => {
    const waitsFor = await dependenciesOf({ applications: released, checkpoint });
    for (const each of ["Service web-blue", "Service web-green", "Secret web-green"])
      assert.ok(waitsFor("Deployment", "web-green").includes(each), each);
  });

  it("lets an autoscaler wait until its color has the traffic", async () => {
    const autoscaling = { autoscaling: { maxReplicas: 5 } };
    const waitsFor = await dependenciesOf({
      applications: released.map((one) => ({ ...one, ...autoscaling })),
      checkpoint,
    });
    for (const each of ["HTTPRoute web", "Deployment web-green"])
      assert.ok(waitsFor("HorizontalPodAutoscaler", "web").includes(each), each);
  });
});
