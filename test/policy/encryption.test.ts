import assert from "node:assert/strict";
import { encrypted } from "../../policy/encryption";
import { notKnown } from "../../policy/resource";
import { says } from "./say";

describe("the rule of encryption at rest", () => {
  it("wants KMS for a repository, not ECR's own AES256", () => {
    const type = "aws:ecr/repository:Repository";
    const by = (encryptionType: unknown) =>
      says(encrypted, type, { encryptionConfigurations: [{ encryptionType }] });
    assert.deepEqual([...by("KMS"), ...by("KMS_DSSE"), ...by(notKnown)], []);
    assert.match(
      by("AES256").join(),
      /encryptionConfigurations\[0\]\.encryptionType is "AES256": must be KMS/,
    );
    assert.equal(says(encrypted, type, {}).length, 1);
  });

  it("wants a key for the Secrets of a cluster", () => {
    const type = "aws:eks/cluster:Cluster";
    const resources = ["secrets"];
    assert.deepEqual(
      says(encrypted, type, { encryptionConfig: { provider: { keyArn: notKnown }, resources } }),
      [],
    );
    assert.deepEqual(says(encrypted, type, { encryptionConfig: notKnown }), []);
    assert.deepEqual(says(encrypted, type, {}), [
      "Cluster it encryptionConfig.provider.keyArn is missing: must be the ARN of a KMS key; " +
        "set encryptionConfig: { provider: { keyArn }, … }.",
      'Cluster it encryptionConfig.resources is missing: must hold secrets; set ["secrets"].',
    ]);
  });

  it("wants it of the component too, but not where that comes without its arguments", () => {
    const type = "eks:index:Cluster";
    assert.deepEqual(says(encrypted, type, { version: "1.35", encryptionConfigKeyArn: "arn:…" }), []);
    assert.deepEqual(says(encrypted, type, {}), []);
    assert.deepEqual(says(encrypted, type, { version: "1.35" }), [
      "Cluster it encryptionConfigKeyArn is missing: must be the ARN of a KMS key for the cluster's Secrets; " +
        "set encryptionConfigKeyArn.",
    ]);
  });
});
