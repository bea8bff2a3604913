import assert from "node:assert/strict";
import { awsProvider } from "../../components/aws-provider";
import { Registry } from "../../components/platform/registry";
import { State } from "../../components/state";
import type { Resource } from "../../policy/resource";
import { broken, declaredBy, find, resourcesOf, verdict } from "./recorded";

const account = { account: "111122223333", region: "eu-central-1" };

describe("the policies over what holds the platform's data", () => {
  let resources: readonly Resource[];

  before(async () => {
    const recording = await declaredBy(() => {
      const provider = awsProvider(account, { "turnout:part-of": "smallcase" });
      new State("state", account, { provider });
      new Registry("registry", { repositories: ["smallcase/web"] }, { provider });
    });
    resources = resourcesOf(recording);
  });

  it("find nothing", () => {
    assert.ok(resources.length > 10);
    assert.deepEqual(verdict(resources), []);
  });

  it("find the state's bucket without its block, or with a hole in it", () => {
    const block = find(resources, "BucketPublicAccessBlock", "state");
    assert.deepEqual(verdict(resources.filter((one) => one !== block)), [
      "guarded-bucket: Bucket state public access block is missing: must exist for the bucket; " +
        "add a BucketPublicAccessBlock of it, with all four set.",
    ]);
    const hole = verdict(broken(resources, block, ["blockPublicPolicy"], false));
    assert.match(hole.join(), /^private-bucket: BucketPublicAccessBlock state blockPublicPolicy is false: /);
  });

  it("find a repository without KMS", () => {
    const [repository] = resources.filter(({ type }) => type === "aws:ecr/repository:Repository");
    assert.ok(repository);
    const path = ["encryptionConfigurations", 0, "encryptionType"];
    const said = verdict(broken(resources, repository, path, "AES256"));
    assert.match(
      said.join(),
      /^encrypted: Repository \S+ encryptionConfigurations\[0\]\.encryptionType is "AES256"/,
    );
  });

  it("find their provider without tags", () => {
    const provider = find(resources, "aws", "aws");
    const said = verdict(broken(resources, provider, ["defaultTags"], undefined));
    assert.match(said.join(), /^tagged: Provider aws defaultTags is missing: /);
  });
});
