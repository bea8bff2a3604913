import assert from "node:assert/strict";
import { controllerPolicy } from "../../components/platform/controller-policy";
import { makesNetwork } from "../../components/platform/rights/network";
import { allowedManaged, allowedWildcards } from "../../policy/allowed";
import { notKnown } from "../../policy/resource";
import { narrowIam } from "../../policy/iam";
import { says } from "./say";

const type = "aws:iam/policy:Policy";
const allow = (statement: object) =>
  says(narrowIam, type, {
    policy: { Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] },
  });
const at = "Policy it policy.Statement[0]";
const list = "must name the actions; list those that are used.";
const narrower = (actions: string) =>
  `must say what ${actions} may change; give ARNs or a condition on tags, ` +
  "or list the actions with a reason in policy/allowed.ts.";

const managed =
  "must be one that policy/allowed.ts lists; write a policy with the actions that are used, " +
  "or list this one with a reason.";

describe("the rule of narrow IAM policies", () => {
  it("takes named actions on named resources, and looking at everything", () => {
    assert.deepEqual(allow({ Action: "s3:PutObject", Resource: "arn:aws:s3:::state/*" }), []);
    assert.deepEqual(allow({ Action: ["ec2:Describe*", "eks:ListClusters"], Resource: "*" }), []);
    assert.deepEqual(allow({ Action: "ecr:GetAuthorizationToken", Resource: ["*"] }), []);
  });

  it("takes a pattern of actions that only read, and wildcards within what a resource is called", () => {
    const Action = [
      "s3:Get*",
      "s3:List*",
      "s3:GetObject?ersion",
      "ssm:Get*",
      "ecr:BatchGet*",
      "ecr:describe*",
    ];
    assert.deepEqual(allow({ Action, Resource: "arn:aws:s3:::state/*" }), []);
    const Resource = [
      "arn:aws:kms:eu-central-1:111122223333:key/*",
      "arn:aws:cloudwatch:eu-central-1:111122223333:alarm:*",
      "arn:aws:ec2:*:*:security-group/*",
      "arn:aws:s3:::state-*",
      "arn:aws:elasticloadbalancing:*:*:loadbalancer/app/*/*",
      "(ARN of Repository web)/*", // as a diff without an account writes it
    ];
    assert.deepEqual(allow({ Action: "s3:DeleteObject", Resource }), []);
  });

  it("refuses a pattern of actions that change something, on whatever resource", () => {
    for (const Action of [
      "iam:P*",
      "s3:*e*",
      "s3:*Object",
      "ec2:D*",
      "s3:Pu?Object",
      "*:Describe*",
      "s3:*Get*",
    ])
      assert.deepEqual(allow({ Action, Resource: "arn:aws:s3:::state/*" }), [
        `${at}.Action is "${Action}": ${list}`,
      ]);
  });

  it("refuses all actions, of a service or of AWS, on whatever resource", () => {
    for (const Action of ["*", "s3:*", "s3:**", "*:*"]) {
      const [first] = allow({ Action, Resource: "arn:aws:s3:::state" });
      assert.equal(first, `${at}.Action is "${Action}": ${list}`);
    }
    assert.deepEqual(allow({ NotAction: "iam:*", Resource: "arn:aws:s3:::state" }), [
      `${at}.NotAction is "iam:*": must not allow all but some actions; list those that are used in Action.`,
    ]);
  });

  it("refuses to change everything, however that is written", () => {
    const open = [
      "*",
      "**",
      "?*",
      "*:*",
      "a*",
      "arn:*",
      "arn:aws:*",
      "arn:aws:?*",
      "arn:aws:s3",
      "arn:aws:s3:::*",
    ];
    for (const Resource of [
      ...open,
      "arn:aws:iam::*:*",
      "arn:aws:*:*:*:*",
      "arn:aws:s3:::*/*",
      "arn:aws:a:b:c:?*:*",
    ])
      assert.deepEqual(allow({ Action: ["ec2:DescribeVpcs", "ec2:CreateVpc"], Resource }), [
        `${at}.Resource is "${Resource}": ${narrower("ec2:CreateVpc")}`,
      ]);
    assert.deepEqual(allow({ Action: "iam:PutRolePolicy", Resource: "arn:aws:iam::*:*" }), [
      `${at}.Resource is "arn:aws:iam::*:*": ${narrower("iam:PutRolePolicy")}`,
    ]);
    assert.deepEqual(allow({ Action: "ec2:DeleteVpc", NotResource: "arn:aws:ec2:::vpc/a" }), [
      `${at}.NotResource is "arn:aws:ec2:::vpc/a": ${narrower("ec2:DeleteVpc")}`,
    ]);
  });

  it("counts handing out secrets as more than looking", () => {
    for (const Action of [
      "secretsmanager:GetSecretValue",
      "ssm:GetParameter",
      "kms:GetPublicKey",
      "ssm:Get*",
    ])
      assert.deepEqual(allow({ Action, Resource: "*" }), [`${at}.Resource is "*": ${narrower(Action)}`]);
  });

  it("takes everything that bears a tag as something", () => {
    const Null = { "aws:ResourceTag/elbv2.k8s.aws/cluster": "false" };
    assert.deepEqual(allow({ Action: "ec2:DeleteVpc", Resource: "*", Condition: { Null } }), []);
    assert.equal(allow({ Action: "ec2:DeleteVpc", Resource: "*", Condition: { Null: {} } }).length, 1);
  });

  it("takes a tag that a request sets as a limit of what makes something, and of nothing else", () => {
    const Condition = { StringEquals: { "aws:RequestTag/turnout:part-of": "shop" } };
    const Action = ["ec2:RunInstances", "ec2:TerminateInstances", "ec2:CreateTags"];
    assert.deepEqual(allow({ Action, Resource: "*", Condition }), [
      `${at}.Resource is "*": ${narrower("ec2:TerminateInstances, ec2:CreateTags")}`,
    ]);
    assert.deepEqual(allow({ Action: "ec2:RunInstances", Resource: "*", Condition }), []);
  });

  it("refuses AWS's own policies, but for those that are listed", () => {
    const attach = (policyArn: unknown) =>
      says(narrowIam, "aws:iam/rolePolicyAttachment:RolePolicyAttachment", { policyArn });
    for (const name of [
      "AdministratorAccess",
      "AmazonS3FullAccess",
      "PowerUserAccess",
      "SecretsManagerReadWrite",
      "job-function/SystemAdministrator",
      "another/AmazonEKSFargatePodExecutionRolePolicy",
    ]) {
      const arn = `arn:aws:iam::aws:policy/${name}`;
      assert.deepEqual(attach(arn), [`RolePolicyAttachment it policyArn is "${arn}": ${managed}`]);
    }
    assert.equal(attach("arn:aws-cn:iam::aws:policy/AdministratorAccess").length, 1);
    for (const { name } of allowedManaged) assert.deepEqual(attach(`arn:aws:iam::aws:policy/${name}`), []);
    assert.deepEqual(attach("arn:aws:iam::111122223333:policy/turnout-deploy"), []);
    assert.deepEqual(attach(notKnown), []);
  });

  it("looks into a role's own policies and lists", () => {
    const all = JSON.stringify({ Statement: { Effect: "Allow", Action: "*", Resource: "*" } });
    const inputs = {
      inlinePolicies: [{ name: "all", policy: all }],
      managedPolicyArns: ["arn:aws:iam::aws:policy/IAMFullAccess"],
    };
    const said = says(narrowIam, "aws:iam/role:Role", inputs).map((one) => one.split(" is ")[0]);
    assert.deepEqual(said, [
      "Role it inlinePolicies[0].policy.Statement[0].Action",
      "Role it managedPolicyArns[0]",
    ]);
  });

  it("leaves alone what denies, what is not known, and what `*` means only itself in", () => {
    const all = { Effect: "Deny", Action: "*", Resource: "*" };
    assert.deepEqual(says(narrowIam, type, { policy: { Statement: [all] } }), []);
    assert.deepEqual(says(narrowIam, type, { policy: notKnown }), []);
    assert.deepEqual(allow({ Action: notKnown, Resource: "*" }), []);
    assert.deepEqual(allow({ Action: "ec2:CreateVpc", Resource: notKnown }), []);
    const key = { policy: { Statement: [{ Effect: "Allow", Action: "kms:*", Resource: "*" }] } };
    assert.deepEqual(says(narrowIam, "aws:kms/key:Key", key), []);
  });
});

describe("the list of allowed wildcards", () => {
  it("has a reason for each, no pattern, and nothing twice", () => {
    for (const { actions, reason } of allowedWildcards) {
      assert.match(reason, /\w.{20,}\.$/);
      for (const action of actions) assert.match(action, /^[a-z0-9-]+:[A-Za-z]+$/);
    }
    const all = allowedWildcards.flatMap(({ policies, actions }) =>
      policies.flatMap((policy) => actions.map((action) => `${policy} ${action}`)),
    );
    assert.deepEqual(all, [...new Set(all)]);
  });

  it("has what the load balancer controller's policy needs, and nothing more", () => {
    const name = "aws-load-balancer-controller";
    const of = (policy: string) =>
      narrowIam({ urn: "", type, name: policy, inputs: { policy: controllerPolicy } });
    assert.deepEqual(of(name), []);
    const needed = of("another").flatMap(
      ({ rule }) => /must say what (.*) may change/.exec(rule)?.[1]?.split(", ") ?? [],
    );
    const listed = allowedWildcards
      .filter(({ policies }) => policies.includes(name))
      .flatMap(({ actions }) => actions);
    assert.deepEqual([...new Set(needed)].sort(), [...listed].sort());
  });

  it("has what makes the network, and nothing more", () => {
    const scope = { account: "111122223333", region: "eu-central-1" } as Parameters<typeof makesNetwork>[0];
    const [network] = makesNetwork(scope);
    for (const name of ["platform-network", "jenkins-network"]) {
      const listed = allowedWildcards
        .filter(({ policies }) => policies.includes(name))
        .flatMap(({ actions }) => actions);
      assert.deepEqual([...listed].sort(), [...(network?.actions ?? [])].sort());
    }
  });
});

describe("the list of allowed managed policies", () => {
  it("has a reason for each, no pattern, and nothing twice", () => {
    const names = allowedManaged.map(({ name }) => name);
    for (const { name, reason } of allowedManaged) {
      assert.match(name, /^[\w/-]+$/);
      assert.match(reason, /\w.{20,}\.$/);
    }
    assert.deepEqual(names, [...new Set(names)]);
  });
});
