import { output } from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { CiAccess, type CiAccessArgs } from "../../../components/platform/ci-access";
import type { AccessEntry } from "../../../components/platform/access-entries";
import { roleStatements } from "../../../components/platform/rights/roles";
import { policyDocument } from "../../../components/platform/rights/statement";
import type { Recording } from "../../../program/recording";
import { inside, ofKind, the } from "../declared";
import { Cluster } from "../../../components/platform/cluster";
import { Network } from "../../../components/platform/network";
import { recorded } from "./recorded";
import { Registrations, valueOf } from "./registered";
import { scope } from "./scope";

const arn = (name: string) => `arn:aws:iam::111122223333:role/turnout-turnout-${name}`;

async function declare(args: Partial<CiAccessArgs>): Promise<{ recording: Recording; access: CiAccess }> {
  let access: CiAccess | undefined;
  const recording = await recorded((options) => {
    access = new CiAccess("ci-access", { ...scope, mainBranches: ["main"], ...args }, options);
  });
  assert.ok(access);
  return { recording, access };
}

/** As EKS gets them. */
const entriesOf = ({ accessEntries }: CiAccess) =>
  valueOf(output(accessEntries as Record<string, AccessEntry>));

const github = { repository: "example/shop", ownerId: "1", repositoryId: "2" };

describe("CI access", () => {
  let recording: Recording;
  let access: CiAccess;
  before(async () => {
    ({ recording, access } = await declare({ github, jenkins: "environment" }));
  });

  const topics = {
    preview: ["images", "read", "state"],
    environment: ["deploy", "images", "state"],
    platform: ["cluster", "identity", "images", "network", "read", "state"],
    jenkins: ["deploy", "images", "state"],
  };

  it("is a role for each task with its policies, GitHub's provider and an instance profile, and no more", () => {
    const policies = Object.entries(topics).flatMap(([role, of]) => of.map((topic) => `${role}-${topic}`));
    assert.deepEqual(
      recording.resources
        .filter(({ type }) => type.startsWith("aws:"))
        .map(({ type, name }) => `${type.split(":").at(-1) ?? ""} ${name}`)
        .sort(),
      [
        ...Object.keys(topics).map((role) => `Role ${role}`),
        ...policies.flatMap((policy) => [`Policy ${policy}`, `RolePolicyAttachment ${policy}`]),
        "InstanceProfile jenkins",
        "OpenIdConnectProvider github",
      ].sort(),
    );
  });

  it("makes everything through the one explicit provider", () => {
    const provider = the(recording, "aws", "aws");
    for (const { type, provider: used, urn } of recording.resources)
      if (type.startsWith("aws:")) assert.equal(used, provider.urn, urn);
  });

  it("gives each role what is listed for it, in the VPC that was made", () => {
    for (const role of ["preview", "environment", "platform"] as const)
      for (const [topic, statements] of Object.entries(roleStatements(role, scope))) {
        const policy = the(recording, "Policy", `${role}-${topic}`);
        assert.equal(inside(policy, "name"), `turnout-turnout-${role}-${topic}`);
        assert.equal(inside(policy, "policy"), policyDocument(statements));
      }
    assert.equal(
      inside(the(recording, "Policy", "jenkins-deploy"), "policy"),
      inside(the(recording, "Policy", "environment-deploy"), "policy"),
    );
  });

  it("names roles so that IAM takes the longest", async () => {
    const { recording: longest } = await declare({ github, jenkins: "platform", cluster: "c".repeat(27) });
    for (const role of ofKind(longest, "Role")) assert.ok((inside(role, "name") as string).length <= 64);
    for (const policy of ofKind(longest, "Policy"))
      assert.ok((inside(policy, "name") as string).length <= 128);
  });

  it("trusts the repository's tokens, and for Jenkins the machine", () => {
    const trust = (role: string) =>
      JSON.parse(inside(the(recording, "Role", role), "assumeRolePolicy") as string) as {
        Statement: [
          { Principal: unknown; Action: string; Condition?: Record<string, Record<string, unknown>> },
        ];
      };
    const [{ Principal, Action, Condition }] = trust("platform").Statement;
    assert.deepEqual(Principal, {
      Federated: "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com",
    });
    assert.equal(Action, "sts:AssumeRoleWithWebIdentity");
    assert.deepEqual(Condition?.StringLike, {
      "token.actions.githubusercontent.com:sub": [
        "repo:example/shop:ref:refs/heads/main",
        "repo:example@1/shop@2:ref:refs/heads/main",
      ],
    });
    const [machine] = trust("jenkins").Statement;
    assert.deepEqual(
      [machine.Principal, machine.Action],
      [{ Service: "ec2.amazonaws.com" }, "sts:AssumeRole"],
    );
    assert.deepEqual(the(recording, "InstanceProfile", "jenkins").inputs, {
      name: "turnout-turnout-jenkins",
      role: "turnout-turnout-jenkins",
    });
  });

  it("believes GitHub's tokens that are meant for AWS, without a thumbprint", () => {
    assert.deepEqual(the(recording, "OpenIdConnectProvider", "github").inputs, {
      url: "https://token.actions.githubusercontent.com",
      clientIdLists: ["sts.amazonaws.com"],
    });
  });

  it("knows the roles' ARNs before they exist", () => {
    assert.deepEqual(
      access.roleArns,
      Object.fromEntries(Object.keys(topics).map((role) => [role, arn(role)])),
    );
  });

  it("lets each into the cluster as far as its task goes", async () => {
    const policy = (name: string, accessScope: object) => ({
      ci: { policyArn: `arn:aws:eks::aws:cluster-access-policy/${name}`, accessScope },
    });
    const deploys = {
      kubernetesGroups: ["turnout:environments"],
      accessPolicies: policy("AmazonEKSAdminPolicy", { type: "namespace", namespaces: ["smallcase-*"] }),
    };
    assert.deepEqual(await entriesOf(access), {
      preview: {
        principalArn: arn("preview"),
        kubernetesGroups: ["turnout:previews"],
        accessPolicies: policy("AmazonEKSViewPolicy", { type: "cluster" }),
      },
      environment: { principalArn: arn("environment"), ...deploys },
      platform: {
        principalArn: arn("platform"),
        accessPolicies: policy("AmazonEKSClusterAdminPolicy", { type: "cluster" }),
      },
      jenkins: { principalArn: arn("jenkins"), ...deploys },
    });
  });

  it("is there before the cluster lets it in, for EKS refuses whom IAM doesn't know", async () => {
    const made = await Registrations.of((options) => {
      const { account, region, cluster } = scope;
      const where = { region, cluster, cidr: "10.0.0.0/16", zones: ["a", "b"], natPerZone: false };
      const network = new Network("network", where, options);
      const { accessEntries } = new CiAccess(
        "ci-access",
        { ...scope, vpcId: network.vpcId, mainBranches: ["main"], github, jenkins: "environment" },
        options,
      );
      const people = { admins: [], viewers: [], environments: "smallcase-*", apiAccess: ["0.0.0.0/0"] };
      const versions = { version: "1.35", corednsVersion: "v1.13.2-eksbuild.31" };
      const args = { account, region, cluster, ...versions, ...people, network, accessEntries };
      new Cluster("cluster", args, options);
    });
    const outliving = made.outliving("eks:index:Cluster", "cluster");
    for (const role of Object.keys(topics)) assert.ok(outliving.includes(`Role ${role}`), role);
    assert.match(
      JSON.stringify(made.the("eks:index:Cluster", "cluster").inputs.accessEntries),
      /turnout-turnout-preview/,
    );
  });

  it("is nothing where no CI deploys", async () => {
    const nobody = await declare({});
    assert.deepEqual(
      nobody.recording.resources.filter(({ type }) => type.startsWith("aws:")),
      [],
    );
    assert.deepEqual([nobody.access.roleArns, nobody.access.accessEntries], [{}, {}]);
  });

  it("is one role where only Jenkins does", async () => {
    const jenkins = await declare({ jenkins: "platform" });
    assert.deepEqual(
      ofKind(jenkins.recording, "Role").map(({ name }) => name),
      ["jenkins"],
    );
    assert.deepEqual(ofKind(jenkins.recording, "OpenIdConnectProvider"), []);
    const { jenkins: entry } = await entriesOf(jenkins.access);
    assert.match(JSON.stringify(entry), /AmazonEKSClusterAdminPolicy/);
  });
});
