import assert from "node:assert/strict";
import { allowedWildcards } from "../../../policy/allowed-wildcards";
import { controllerPolicy } from "../../../components/platform/controller-policy";
import { notKnown } from "../../../policy/inputs";
import { narrowIam } from "../../../policy/rules/narrow-iam";
import { says } from "../say";

const type = "aws:iam/policy:Policy";
const allow = (statement: object) =>
  says(narrowIam, type, {
    policy: { Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] },
  });
const at = "Policy it policy.Statement[0]";
const list = "must name the actions; list those that are used.";
const narrower = (actions: string) =>
  `must say what ${actions} may change; give ARNs or a condition on tags, ` +
  "or list the actions with a reason in policy/allowed-wildcards.ts.";

describe("the rule of narrow IAM policies", () => {
  it("takes named actions on named resources, and looking at everything", () => {
    assert.deepEqual(allow({ Action: "s3:PutObject", Resource: "arn:aws:s3:::state/*" }), []);
    assert.deepEqual(allow({ Action: ["ec2:Describe*", "eks:ListClusters"], Resource: "*" }), []);
    assert.deepEqual(allow({ Action: "ecr:GetAuthorizationToken", Resource: ["*"] }), []);
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
    for (const Resource of ["*", "**", "arn:*", "arn:aws:*", "arn:aws:*:*:*:*"])
      assert.deepEqual(allow({ Action: ["ec2:DescribeVpcs", "ec2:CreateVpc"], Resource }), [
        `${at}.Resource is "${Resource}": ${narrower("ec2:CreateVpc")}`,
      ]);
    assert.deepEqual(allow({ Action: "ec2:D*", NotResource: "arn:aws:ec2:::vpc/a" }), [
      `${at}.NotResource is "arn:aws:ec2:::vpc/a": ${narrower("ec2:D*")}`,
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

  it("refuses AWS's own policies that hold such wildcards", () => {
    const attach = (policyArn: unknown) =>
      says(narrowIam, "aws:iam/rolePolicyAttachment:RolePolicyAttachment", { policyArn });
    const rule =
      "must not be a policy of AWS that allows all of a service; write one with the actions that are used.";
    for (const name of [
      "AdministratorAccess",
      "AmazonS3FullAccess",
      "PowerUserAccess",
      "job-function/AdministratorAccess",
    ]) {
      const arn = `arn:aws:iam::aws:policy/${name}`;
      assert.deepEqual(attach(arn), [`RolePolicyAttachment it policyArn is "${arn}": ${rule}`]);
    }
    assert.deepEqual(attach("arn:aws:iam::aws:policy/AmazonEKSFargatePodExecutionRolePolicy"), []);
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
});
