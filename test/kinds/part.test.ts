import assert from "node:assert/strict";
import { partOf } from "../../kinds/lookup";
import { declareOnAws, wholePlatform } from "../components/on-aws";
import { declare } from "../components/declared";

const urn = (chain: string) => `urn:pulumi:platform::turnout::${chain}::x`;
const part = (...chain: readonly string[]) => {
  const type = chain.at(-1) ?? "";
  return partOf({ urn: urn(chain.join("$")), type });
};

describe("the part of a stack that a resource belongs to", () => {
  it("is its component's, or that of what the component is in", () => {
    assert.equal(part("turnout:platform:Network", "aws:ec2/vpc:Vpc"), "Network");
    assert.equal(
      part("turnout:platform:Network", "turnout:platform:RoutedSubnet", "aws:ec2/subnet:Subnet"),
      "Network",
    );
    assert.equal(
      part("turnout:environment:Environment", "turnout:environment:WatchedEnvironment", "aws:a/b:B"),
      "Alarms and dashboards",
    );
    assert.equal(part("turnout:environment:Environment", "kubernetes:core/v1:Namespace"), "Namespace");
  });

  it("is the kind's own for a record and an image", () => {
    assert.equal(part("aws:route53/record:Record"), "DNS and certificates");
    assert.equal(part("turnout:environment:Environment", "docker-build:index:Image"), "Applications");
    assert.equal(part("turnout:environment:Environment", "docker:index/image:Image"), "Applications");
  });

  it("is none of these for what nobody thought of", () => {
    assert.equal(part("pulumi:providers:aws"), "Providers");
    assert.equal(part("aws:rds/cluster:Cluster"), "Other");
    assert.equal(part("somebody:else:Thing", "aws:rds/cluster:Cluster"), "Other");
  });

  it("is known of everything that is declared here", async () => {
    const recordings = await Promise.all([
      wholePlatform(),
      declareOnAws(),
      declareOnAws({ stack: "state", settings: { "turnout:role": "state" } }),
      declare(),
    ]);
    const resources = recordings.flatMap((recording) => recording.resources);
    assert.deepEqual(
      resources.filter((resource) => partOf(resource) === "Other").map((resource) => resource.urn),
      [],
    );
  });
});
