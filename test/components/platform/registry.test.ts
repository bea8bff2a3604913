import assert from "node:assert/strict";
import { imageLifecycle } from "../../../components/platform/image-lifecycle";
import { Registry, type RegistryArgs } from "../../../components/platform/registry";
import { ofKind, the } from "../declared";
import { recorded } from "./recorded";

describe("Registry", () => {
  const declare = (args: RegistryArgs) => recorded((options) => new Registry("registry", args, options));
  const repositories = ["smallcase/web", "smallcase/api"];

  it("keeps images of which a tag can't be moved, but for the cache's", async () => {
    const recording = await declare({ repositories });
    for (const name of repositories) {
      const { inputs } = the(recording, "Repository", name);
      assert.equal(inputs.name, name);
      assert.equal(inputs.imageTagMutability, "IMMUTABLE_WITH_EXCLUSION");
      assert.deepEqual(inputs.imageTagMutabilityExclusionFilters, [
        { filter: "cache*", filterType: "WILDCARD" },
      ]);
      assert.deepEqual(inputs.imageScanningConfiguration, { scanOnPush: true });
    }
  });

  it("gives each repository the lifecycle, and never empties one to delete it", async () => {
    const recording = await declare({ repositories });
    for (const name of repositories) {
      assert.deepEqual(the(recording, "LifecyclePolicy", name).inputs, {
        repository: name,
        policy: imageLifecycle(),
      });
      assert.ok(!("forceDelete" in the(recording, "Repository", name).inputs));
    }
  });

  it("protects images and their key, and neither less nor more", async () => {
    const { resources } = await declare({ repositories });
    const protectedOnes = resources.filter((each) => each.protect).map(({ type }) => type);
    assert.deepEqual(protectedOnes, [
      "aws:ecr/repository:Repository",
      "aws:ecr/repository:Repository",
      "aws:kms/key:Key",
    ]);
  });

  it("encrypts with a key of its own, which is renewed, or with the one it is given", async () => {
    const own = await declare({ repositories });
    assert.equal(the(own, "Key", "registry").inputs.enableKeyRotation, true);
    const [{ encryptionType }] = the(own, "Repository", "smallcase/web").inputs
      .encryptionConfigurations as unknown as [{ encryptionType: string }];
    assert.equal(encryptionType, "KMS");

    const kmsKey = "arn:aws:kms:eu-central-1:111122223333:key/given";
    const given = await declare({ repositories, kmsKey });
    assert.deepEqual(ofKind(given, "Key"), []);
    assert.deepEqual(the(given, "Repository", "smallcase/web").inputs.encryptionConfigurations, [
      { encryptionType: "KMS", kmsKey },
    ]);
  });
});
