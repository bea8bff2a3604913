import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { encryption } from "../../../policy/encryption";
import { notKnown } from "../../../policy/inputs";
import { encrypted } from "../../../policy/rules/encrypted";
import { says } from "../say";

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

  it("wants it of databases", () => {
    for (const type of ["aws:rds/cluster:Cluster", "aws:rds/instance:Instance"]) {
      assert.deepEqual(says(encrypted, type, { storageEncrypted: true }), []);
      assert.equal(says(encrypted, type, {}).length, 1);
      assert.equal(says(encrypted, type, { storageEncrypted: false }).length, 1);
    }
    const later = "must be true, and can't be changed later; set storageEncrypted: true.";
    for (const of of ["docdb", "neptune"]) {
      const type = `aws:${of}/cluster:Cluster`;
      assert.deepEqual(says(encrypted, type, {}), [`Cluster it storageEncrypted is missing: ${later}`]);
      assert.deepEqual(says(encrypted, type, { storageEncrypted: notKnown }), []);
    }
  });

  it("wants it of databases across regions, but for those that take it from a database that is there", () => {
    for (const of of ["rds", "docdb", "neptune"]) {
      const type = `aws:${of}/globalCluster:GlobalCluster`;
      const sourceDbClusterIdentifier = "arn:aws:rds:eu-central-1:111122223333:cluster:shop";
      assert.deepEqual(says(encrypted, type, { sourceDbClusterIdentifier }), []);
      assert.deepEqual(says(encrypted, type, { sourceDbClusterIdentifier: notKnown }), []);
      for (const inputs of [{}, { sourceDbClusterIdentifier, storageEncrypted: false }])
        assert.equal(says(encrypted, type, inputs).length, 1);
    }
  });

  it("wants it of disks and file systems, also of copies", () => {
    const rule = "must be true, and can't be changed later; set encrypted: true.";
    for (const [type, kind] of [
      ["aws:ebs/volume:Volume", "Volume"],
      ["aws:ebs/snapshotCopy:SnapshotCopy", "SnapshotCopy"],
      ["aws:ebs/snapshotImport:SnapshotImport", "SnapshotImport"],
      ["aws:ec2/amiCopy:AmiCopy", "AmiCopy"],
      ["aws:efs/fileSystem:FileSystem", "FileSystem"],
    ] as const) {
      assert.deepEqual(says(encrypted, type, {}), [`${kind} it encrypted is missing: ${rule}`]);
      assert.deepEqual(says(encrypted, type, { encrypted: false }), [
        `${kind} it encrypted is false: ${rule}`,
      ]);
      assert.deepEqual(says(encrypted, type, { encrypted: true }), []);
    }
  });

  it("wants that new disks of the account stay encrypted by default", () => {
    const type = "aws:ebs/encryptionByDefault:EncryptionByDefault";
    assert.deepEqual(says(encrypted, type, { enabled: false }), [
      "EncryptionByDefault it enabled is false: must be true; remove it.",
    ]);
    assert.deepEqual([...says(encrypted, type, {}), ...says(encrypted, type, { enabled: true })], []);
  });

  it("wants it of caches, unless their engine or the group they join has it by itself", () => {
    const cache = (inputs: object) =>
      says(encrypted, "aws:elasticache/replicationGroup:ReplicationGroup", { ...inputs });
    const rule = "must be true, and can't be changed later; set atRestEncryptionEnabled: true.";
    for (const inputs of [{}, { engine: "redis" }])
      assert.deepEqual(cache(inputs), [`ReplicationGroup it atRestEncryptionEnabled is missing: ${rule}`]);
    assert.deepEqual(cache({ engine: "valkey", atRestEncryptionEnabled: false }), [
      `ReplicationGroup it atRestEncryptionEnabled is false: ${rule}`,
    ]);
    assert.deepEqual(cache({ atRestEncryptionEnabled: true }), []);
    assert.deepEqual(cache({ engine: "valkey" }), []);
    assert.deepEqual(cache({ engine: notKnown }), []);
    assert.deepEqual(cache({ globalReplicationGroupId: "shop" }), []);
  });

  it("wants it of search and warehouses", () => {
    for (const type of ["aws:opensearch/domain:Domain", "aws:elasticsearch/domain:Domain"]) {
      assert.deepEqual(says(encrypted, type, { encryptAtRest: { enabled: true } }), []);
      assert.deepEqual(says(encrypted, type, {}), [
        "Domain it encryptAtRest.enabled is missing: must be true; set encryptAtRest: { enabled: true }.",
      ]);
    }
    const warehouse = (encrypted_: unknown) =>
      says(encrypted, "aws:redshift/cluster:Cluster", { encrypted: encrypted_ });
    assert.deepEqual([...warehouse(undefined), ...warehouse("true"), ...warehouse(true)], []);
    assert.deepEqual(warehouse("false"), ['Cluster it encrypted is "false": must be true; remove it.']);
  });

  it("names types and arguments that the SDK has", () => {
    for (const [type, checks] of Object.entries(encryption)) {
      const [, file] = /^aws:(\w+\/\w+):\w+$/.exec(type) ?? [];
      if (file === undefined) continue;
      const source = readFileSync(require.resolve(`@pulumi/aws/${file}`), "utf8");
      assert.ok(source.includes(`__pulumiType = '${type}'`), type);
      for (const { field } of checks)
        assert.ok(source.includes(`resourceInputs["${field[0]}"] = args`), type);
    }
  });
});
