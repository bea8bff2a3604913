import assert from "node:assert/strict";
import { notKnown } from "../../policy/resource";
import { pinnedImage } from "../../policy/pods";
import { says } from "./say";

const digest = `sha256:${"0123456789abcdef".repeat(4)}`;
const pod = (image?: unknown) => ({ spec: { containers: [{ name: "a", image }] } });
const isRefused = (image?: unknown) => says(pinnedImage, "kubernetes:core/v1:Pod", pod(image)).length > 0;

describe("the rule of pinned images", () => {
  it("takes digests of any registry, also behind a tag", () => {
    assert.ok(!isRefused(`registry.example/web@${digest}`));
    assert.ok(!isRefused(`registry.example/web:1.2@${digest}`));
  });

  it("takes content tags in every registry that a setting may name, and those of images that are in none", () => {
    const tag = "0123456789abcdef";
    for (const repository of [
      "111122223333.dkr.ecr.eu-central-1.amazonaws.com/smallcase/web",
      "ghcr.io/my-org/shop/web",
      "registry.example:5000/web",
      "[2001:db8::1]:5000/web",
      "localhost/smallcase",
      "localhost:5000/smallcase",
      "web",
    ])
      assert.ok(!isRefused(`${repository}:${tag}`), repository);
  });

  it("refuses tags that can move, no tag, and no image", () => {
    const ecr = "111122223333.dkr.ecr.eu-central-1.amazonaws.com/web";
    for (const image of [
      `${ecr}:latest`,
      `${ecr}:1.2.3`,
      ecr,
      "nginx",
      "localhost/web",
      "localhost/web:dev",
      "ghcr.io/my-org/web:latest",
      "ghcr.io/my-org/web:feature-0123456789abcdef",
      "ghcr.io:5000/my-org/web",
      "ghcr.io/0123456789abcdef",
      ":0123456789abcdef",
      "",
    ])
      assert.ok(isRefused(image), image);
    assert.ok(isRefused(`${ecr}:0123456789abcdef0`), "17 digits");
    assert.ok(isRefused(`web@sha256:0123`), "a cut digest");
    assert.deepEqual(says(pinnedImage, "kubernetes:core/v1:Pod", pod()), [
      "Pod it spec.containers[0].image is missing: must be pinned by its digest, or by a content tag; set build " +
        "for the application, or write it as registry/name@sha256:….",
    ]);
  });

  it("finds every container of every pod, whatever holds it", () => {
    const containers = [{ name: "a", image: "a" }];
    const template = { spec: { containers, initContainers: containers, ephemeralContainers: containers } };
    const inputs = {
      CronJob: { spec: { jobTemplate: { spec: { template } } } },
      Rollout: { spec: { template } },
      PodList: { items: [template] },
    };
    for (const [kind, resource] of Object.entries(inputs))
      assert.equal(says(pinnedImage, `kubernetes:example/v1:${kind}`, resource).length, 3, kind);
  });

  it("says nothing of an image that a preview can't know, nor of other clouds' containers", () => {
    assert.ok(!isRefused(notKnown));
    assert.deepEqual(says(pinnedImage, "kubernetes:apps/v1:Deployment", { spec: notKnown }), []);
    assert.deepEqual(says(pinnedImage, "aws:ecs/taskDefinition:TaskDefinition", pod("a")), []);
  });
});
