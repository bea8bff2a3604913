import assert from "node:assert/strict";
import { getResourceModule } from "@pulumi/pulumi/runtime/rpc";
import { Cluster } from "../../../components/platform/cluster";
import { fargateTrust } from "../../../components/platform/fargate";
import { Network } from "../../../components/platform/network";
import { Registrations, valueOf } from "./registered";

const account = { account: "111122223333", region: "eu-central-1", cluster: "turnout" };
const ci = { principalArn: "arn:aws:iam::111122223333:role/turnout-platform", accessPolicies: {} };
const settings = {
  ...account,
  version: "1.35",
  corednsVersion: "v1.13.2-eksbuild.31",
  apiAccess: ["203.0.113.0/24"],
  admins: ["arn:aws:iam::111122223333:role/admin"],
  viewers: [],
  accessEntries: { platform: ci },
  environments: "smallcase-*",
};

/** Options that @pulumi/eks itself adds to an add-on. */
const overwrite = { resolveConflictsOnCreate: "OVERWRITE", resolveConflictsOnUpdate: "OVERWRITE" };

describe("Cluster", () => {
  let made: Registrations;
  let exposed: Cluster;
  before(async () => {
    made = await Registrations.of((options) => {
      const zones = { region: account.region, cidr: "10.0.0.0/16", zones: ["a", "b"], natPerZone: false };
      const network = new Network("network", { cluster: "turnout", ...zones }, options);
      exposed = new Cluster("cluster", { ...settings, network }, options);
    });
  });

  it("asks @pulumi/eks for all that Fargate needs and for nothing that nodes do", () => {
    const { encryptionConfigKeyArn, accessEntries, fargate, ...rest } = made.the(
      "eks:index:Cluster",
      "cluster",
    ).inputs;
    assert.deepEqual(rest, {
      name: "turnout",
      version: "1.35",
      upgradePolicy: { supportType: "STANDARD" },
      vpcId: "network",
      privateSubnetIds: ["private-a", "private-b"],
      endpointPublicAccess: true,
      publicAccessCidrs: ["203.0.113.0/24"],
      endpointPrivateAccess: true,
      authenticationMode: "API",
      skipDefaultNodeGroup: true,
      createInstanceRole: false,
      skipDefaultSecurityGroups: true,
      useDefaultVpcCni: true,
      kubeProxyAddonOptions: { enabled: false, ...overwrite },
      bootstrapSelfManagedAddons: false,
      corednsAddonOptions: { enabled: true, version: "v1.13.2-eksbuild.31", ...overwrite },
      createOidcProvider: false,
      enabledClusterLogTypes: ["api", "audit", "authenticator"],
      deletionProtection: true,
    });
    assert.match(JSON.stringify(encryptionConfigKeyArn), /Key secrets/);
    assert.deepEqual(Object.keys(accessEntries as object).sort(), ["platform", "role/admin"]);
    const { podExecutionRoleArn, ...profile } = fargate as Record<string, unknown>;
    assert.match(JSON.stringify(podExecutionRoleArn), /Role pod-execution/);
    assert.deepEqual(profile, {
      selectors: [{ namespace: "kube-system" }],
      subnetIds: ["private-a", "private-b"],
    });
  });

  it("waits with the component for the routes by which it tells private subnets, and has it made by our provider", () => {
    const { dependencies, providers, protect } = made.the("eks:index:Cluster", "cluster");
    assert.ok(dependencies.includes(made.the("RouteTableAssociation", "private-a").urn));
    assert.ok(dependencies.includes(made.the("RolePolicyAttachment", "pod-execution").urn));
    assert.deepEqual(providers, [made.the("pulumi:providers:aws", "aws").urn]);
    assert.equal(protect, false);
  });

  it("makes everything else through the account's one provider", () => {
    for (const { urn, provider, type } of made.made)
      if (type !== "eks:index:Cluster") assert.match(provider, /pulumi:providers:aws::aws$/, urn);
  });

  it("names what it makes for ever", () => {
    assert.deepEqual(
      made.titles.filter((title) => !/^(Subnet|Route|Nat|Vpc|Internet|Eip|DefaultSec)/.test(title)),
      [
        ...["Alias secrets", "FargateProfile environments", "FargateProfile platform", "Key secrets"],
        ...["OpenIdConnectProvider cluster", "Role pod-execution", "RolePolicyAttachment pod-execution"],
      ],
    );
  });

  it("runs the platform and every environment on Fargate, in private subnets", () => {
    for (const [name, namespace] of [
      ["platform", "turnout-platform"],
      ["environments", "smallcase-*"],
    ] as const) {
      const { podExecutionRoleArn, ...rest } = made.the("FargateProfile", name).inputs;
      assert.match(JSON.stringify(podExecutionRoleArn), /Role pod-execution/);
      const subnetIds = ["private-a", "private-b"];
      assert.deepEqual(rest, { clusterName: "cluster", subnetIds, selectors: [{ namespace }] });
    }
  });

  it("makes one Fargate profile after the other: EKS refuses a second one meanwhile", () => {
    const last = made.outliving("FargateProfile", "environments");
    assert.ok(last.includes("FargateProfile platform"));
    assert.ok(made.outliving("FargateProfile", "platform").includes("eks:index:Cluster cluster"));
    assert.ok(!made.outliving("FargateProfile", "platform").includes("FargateProfile environments"));
  });

  it("keeps the routes, and what pulls images, for as long as a pod", () => {
    const needed = made.outliving("FargateProfile", "platform");
    for (const title of ["NatGateway nat-a", "Route private-a", "RolePolicyAttachment pod-execution"])
      assert.ok(needed.includes(title), title);
  });

  it("encrypts Secrets with a key that rotates and can't be deleted by the way", () => {
    const { inputs, protect } = made.the("Key", "secrets");
    assert.deepEqual([inputs.enableKeyRotation, inputs.deletionWindowInDays, protect], [true, 30, true]);
    assert.equal(made.the("Alias", "secrets").inputs.name, "alias/turnout-secrets");
  });

  it("trusts the cluster's own issuer without asking it for a thumbprint", () => {
    const { url, clientIdLists, thumbprintLists } = made.the("OpenIdConnectProvider", "cluster").inputs;
    assert.deepEqual([clientIdLists, thumbprintLists], [["sts.amazonaws.com"], undefined]);
    assert.match(JSON.stringify(url), /issuer/);
  });

  it("gives Fargate's role no path, and only to this cluster's profiles", () => {
    const { path, assumeRolePolicy } = made.the("Role", "pod-execution").inputs;
    assert.equal(path, undefined);
    assert.deepEqual(assumeRolePolicy, fargateTrust(account));
    const [statement] = (fargateTrust(account) as { Statement: { Condition: object; Principal: object }[] })
      .Statement;
    assert.deepEqual(
      [statement?.Principal, statement?.Condition],
      [
        { Service: "eks-fargate-pods.amazonaws.com" },
        { ArnLike: { "aws:SourceArn": "arn:aws:eks:eu-central-1:111122223333:fargateprofile/turnout/*" } },
      ],
    );
  });

  it("exposes the security group that EKS made, not one of the component's", async () => {
    assert.match(await valueOf(exposed.securityGroupId), /security group of cluster/);
    assert.match(await valueOf(exposed.kubeconfig), /kubeconfig of cluster/);
  });

  it("can read the cluster that the component's plugin answers with", () => {
    // Without the module Pulumi hands over its id as a text, and every property of that is undefined.
    assert.ok(getResourceModule("aws", "eks/cluster", "7.25.0"));
  });
});
