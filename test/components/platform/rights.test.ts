import assert from "node:assert/strict";
import { deployRoles, roleStatements, type DeployRoleName } from "../../../components/platform/rights/roles";
import { type CiScope, policyDocument } from "../../../components/platform/rights/statement";
import { allowed, type Request } from "./iam";
import { scope } from "./scope";

const arn = (service: string, resource: string) => `arn:aws:${service}:eu-central-1:111122223333:${resource}`;
const iam = (resource: string) => `arn:aws:iam::111122223333:${resource}`;
const state = (path: string) => `arn:aws:s3:::turnout-state-111122223333-eu-central-1/.pulumi/${path}`;
const stateKey = { "kms:ResourceAliases": ["alias/turnout-state"] };

function may(role: DeployRoleName, action: string, resource: string, context?: Request["context"]): boolean {
  const documents = Object.values(roleStatements(role, scope)).map(policyDocument);
  return allowed(documents, { action, resource, ...(context && { context }) });
}
const who = (action: string, resource: string, context?: Request["context"]) =>
  deployRoles.filter((role) => may(role, action, resource, context));

describe("rights of CI on AWS", () => {
  const all = deployRoles.flatMap((role) =>
    Object.entries(roleStatements(role, scope)).flatMap(([topic, statements]) =>
      statements.map((statement) => ({ role, topic, ...statement })),
    ),
  );

  it("fit into managed policies, ten to a role, also of the longest names", () => {
    const repositories = Array.from({ length: 10 }, (_, index) => `${scope.repositories[0] ?? ""}-${index}`);
    const long = {
      ...scope,
      cluster: "c".repeat(27),
      region: "ap-northeast-1",
      repositories,
      vpcId: "vpc-0123456789abcdef0",
    };
    for (const role of deployRoles) {
      const policies = Object.entries(roleStatements(role, long));
      assert.ok(policies.length <= 10);
      for (const [topic, statements] of policies) {
        const { length } = policyDocument(statements);
        assert.ok(length <= 6144, `${role}-${topic} has ${length} characters`);
      }
    }
  });

  it("have one name and one reason each", () => {
    for (const role of deployRoles) {
      const sids = all.filter((statement) => statement.role === role).map(({ sid }) => sid);
      assert.deepEqual([...new Set(sids)], sids);
    }
    for (const { sid, why } of all) {
      assert.match(sid, /^[A-Za-z0-9]+$/);
      assert.match(why, /^[A-Z].*\.$/);
      assert.deepEqual([...new Set(all.filter((one) => one.sid === sid).map((one) => one.why))], [why], sid);
    }
  });

  it("name every action, and a service by none", () => {
    for (const { sid, actions } of all)
      for (const action of actions) assert.match(action, /^[a-z0-9]+:[A-Z][A-Za-z0-9]+$/, sid);
  });

  it("are cut to a resource or, where AWS can't, read only or have a condition", () => {
    const uncut = all.filter(({ effect, resources }) => effect !== "Deny" && resources.includes("*"));
    const writing = uncut.filter(
      ({ actions }) => !actions.every((action) => /:(Describe|List|Get)/.test(action)),
    );
    assert.deepEqual(writing.map(({ sid }) => sid).sort(), ["MakeKeys", "OrderCertificate"]);
    for (const { sid, conditions } of writing) assert.ok(conditions, sid);
  });

  it("of a preview change nothing, and read no secret but those in Pulumi's state", () => {
    const actions = all.filter(({ role }) => role === "preview").flatMap((statement) => statement.actions);
    const reading = /:(Describe|List|Get|BatchGet|BatchCheck)[A-Za-z]+$/;
    assert.deepEqual(
      actions.filter((action) => !reading.test(action)),
      ["kms:Decrypt"],
    );
    for (const action of [
      "secretsmanager:GetSecretValue",
      "ssm:GetParameter",
      "logs:GetLogEvents",
      "ec2:DescribeInstanceAttribute",
    ])
      assert.deepEqual(who(action, "*"), [], action);
    assert.deepEqual(who("kms:Decrypt", arn("kms", "key/1"), stateKey), [...deployRoles]);
    assert.deepEqual(
      who("kms:Decrypt", arn("kms", "key/1"), { "kms:ResourceAliases": ["alias/turnout-secrets"] }),
      [],
    );
    assert.deepEqual(who("kms:Decrypt", arn("kms", "key/1")), []);
  });

  it("let everybody read all stacks, an environment write its own, and the platform all", () => {
    for (const path of ["stacks/turnout/dev.json", "stacks/turnout/platform.json", "meta.yaml"])
      assert.deepEqual(who("s3:GetObject", state(path)), [...deployRoles], path);
    for (const path of [
      "stacks/turnout/dev.json",
      "stacks/turnout/dev.json.bak",
      "stacks/turnout/pr-platform.json.gz",
      "history/turnout/dev/dev-1.history.json",
      "backups/turnout/dev/dev.1.json",
      "locks/organization/turnout/dev/1.json",
    ])
      for (const action of ["s3:PutObject", "s3:DeleteObject"])
        assert.deepEqual(who(action, state(path)), ["environment", "platform"], path);
    for (const path of [
      "stacks/turnout/platform.json",
      "stacks/turnout/platform.json.gz",
      "stacks/turnout/platform.pulumi-tags",
      "stacks/turnout/state.json",
      "history/turnout/platform/platform-1.history.json",
      "backups/turnout/platform/platform.1.json",
      "locks/organization/turnout/platform/1.json",
    ])
      assert.deepEqual(who("s3:PutObject", state(path)), ["platform"], path);
    for (const path of ["stacks/other/dev.json", "meta.yaml", "locks/organization/other/dev/1.json"])
      assert.deepEqual(who("s3:PutObject", state(path)), [], path);
    assert.deepEqual(who("s3:GetObject", state("stacks/other/dev.json")), []);
  });

  it("let branches push images, and nobody delete one", () => {
    const repository = scope.repositories[0] ?? "";
    assert.deepEqual(who("ecr:PutImage", repository), ["environment"]);
    assert.deepEqual(who("ecr:PutImage", arn("ecr", "repository/other")), []);
    assert.deepEqual(who("ecr:BatchGetImage", repository), [...deployRoles]);
    for (const action of ["ecr:BatchDeleteImage", "ecr:DeleteRepository"])
      assert.deepEqual(who(action, repository), []);
    for (const action of ["ecr:PutLifecyclePolicy", "ecr:DeleteLifecyclePolicy"])
      assert.deepEqual(who(action, repository), ["platform"]);
  });

  it("let an environment write records of its own hosts only", () => {
    const zone = "arn:aws:route53:::hostedzone/Z0123456789AB";
    const write = (name: string, type = "CNAME") =>
      may("environment", "route53:ChangeResourceRecordSets", zone, {
        "route53:ChangeResourceRecordSetsNormalizedRecordNames": [name],
        "route53:ChangeResourceRecordSetsRecordTypes": [type],
      });
    assert.equal(write("smallcase-blue.shop.example"), true);
    assert.equal(write("smallcase-blue--preview.shop.example"), true);
    for (const name of [
      "shop.example",
      "\\052.shop.example",
      "www.shop.example",
      "_acme-challenge.shop.example",
    ])
      assert.equal(write(name), false, name);
    assert.equal(write("smallcase-blue.shop.example", "NS"), false);
    assert.equal(may("environment", "route53:ChangeResourceRecordSets", zone), false);
  });

  it("let an environment change alarms of environments, not of the platform", () => {
    const alarms = (name: string) => who("cloudwatch:PutMetricAlarm", arn("cloudwatch", `alarm:${name}`));
    assert.deepEqual(alarms("turnout/turnout/smallcase-blue/web/5xx"), ["environment", "platform"]);
    assert.deepEqual(alarms("turnout/turnout/shared/5xx"), ["platform"]);
    assert.deepEqual(alarms("other"), []);
    const dashboards = (name: string) =>
      who("cloudwatch:PutDashboard", `arn:aws:cloudwatch::111122223333:dashboard/${name}`);
    assert.deepEqual(dashboards("turnout_turnout_smallcase-blue"), ["environment", "platform"]);
    assert.deepEqual(dashboards("turnout_turnout"), ["platform"]);
  });

  it("let an alarm tell the settings' topic, and neither stop a machine nor tell anybody else", () => {
    const topic = scope.alarmTopic ?? "";
    const { alarmTopic, ...quiet } = scope;
    assert.ok(alarmTopic);
    const alarms = {
      "turnout/turnout/smallcase-blue/web/5xx": ["environment", "platform"],
      "turnout/turnout/shared/5xx": ["platform"],
    };
    for (const [name, owners] of Object.entries(alarms)) {
      const put = (of: CiScope, actions?: readonly string[]) =>
        deployRoles.filter((role) =>
          allowed(Object.values(roleStatements(role, of)).map(policyDocument), {
            action: "cloudwatch:PutMetricAlarm",
            resource: arn("cloudwatch", `alarm:${name}`),
            context: actions === undefined ? {} : { "cloudwatch:AlarmActions": actions },
          }),
        );
      // As AWS writes it of an alarm without actions is not documented: no such key, or an empty one.
      for (const none of [undefined, []])
        for (const of of [scope, quiet]) assert.deepEqual(put(of, none), owners);
      assert.deepEqual(put(scope, [topic, topic]), owners);
      assert.deepEqual(put(quiet, [topic]), []);
      for (const action of ["arn:aws:automate:eu-central-1:ec2:terminate", `${topic}-of-others`])
        for (const of of [scope, quiet])
          for (const actions of [[action], [topic, action]]) assert.deepEqual(put(of, actions), [], action);
    }
  });

  it("let the platform make roles of its own, pass them to EKS only, and not change what CI may do", () => {
    const role = iam("role/turnout-aws-load-balancer-controller-0a1b2c3");
    assert.deepEqual(who("iam:CreateRole", role), ["platform"]);
    assert.deepEqual(who("iam:CreateRole", iam("role/admin")), []);
    const pass = (service: string) => who("iam:PassRole", role, { "iam:PassedToService": service });
    assert.deepEqual(pass("eks.amazonaws.com"), ["platform"]);
    assert.deepEqual(pass("ec2.amazonaws.com"), []);
    for (const wearer of ["preview", "environment", "platform", "jenkins"]) {
      assert.deepEqual(who("iam:UpdateAssumeRolePolicy", iam(`role/turnout-turnout-${wearer}`)), []);
      assert.deepEqual(who("iam:AttachRolePolicy", iam(`role/turnout-turnout-${wearer}`)), []);
      assert.deepEqual(who("iam:CreatePolicyVersion", iam(`policy/turnout-turnout-${wearer}-state`)), []);
    }
    assert.deepEqual(
      who("iam:DeleteOpenIDConnectProvider", iam("oidc-provider/token.actions.githubusercontent.com")),
      [],
    );
    for (const action of [
      "iam:CreateUser",
      "iam:CreateAccessKey",
      "iam:PutRolePermissionsBoundary",
      "sts:AssumeRole",
    ])
      assert.deepEqual(who(action, role), [], action);
  });

  it("let nobody delete what holds data", () => {
    assert.deepEqual(who("eks:DeleteCluster", arn("eks", "cluster/turnout")), []);
    assert.deepEqual(who("logs:DeleteLogGroup", arn("logs", "log-group:/turnout/turnout/pods:*")), []);
    for (const action of ["kms:ScheduleKeyDeletion", "kms:DisableKey"])
      assert.deepEqual(
        who(action, arn("kms", "key/1"), { "aws:ResourceTag/turnout:part-of": "smallcase" }),
        [],
      );
    for (const action of ["s3:DeleteBucket", "s3:PutBucketPolicy", "s3:DeleteObjectVersion"])
      assert.deepEqual(who(action, "arn:aws:s3:::turnout-state-111122223333-eu-central-1"), [], action);
  });

  it("let the platform keep its keys, and neither the state's nor anybody else's", () => {
    const key = arn("kms", "key/1");
    const ours = { "aws:ResourceTag/turnout:part-of": "smallcase" };
    assert.deepEqual(who("kms:PutKeyPolicy", key, ours), ["platform"]);
    assert.deepEqual(who("kms:PutKeyPolicy", key), []);
    assert.deepEqual(who("kms:PutKeyPolicy", key, { ...ours, ...stateKey }), []);
    assert.deepEqual(who("kms:UpdateAlias", arn("kms", "alias/turnout-secrets")), ["platform"]);
    assert.deepEqual(who("kms:UpdateAlias", arn("kms", "alias/turnout-state")), []);
    const tag = { "aws:RequestTag/turnout:part-of": "smallcase" };
    assert.deepEqual(who("kms:TagResource", key, tag), ["platform"]);
    assert.deepEqual(who("kms:TagResource", key, { ...tag, "kms:ResourceAliases": ["alias/other"] }), []);
    const others = { "aws:ResourceTag/turnout:part-of": "bigcase" };
    assert.deepEqual(who("kms:TagResource", key, { ...tag, ...others }), []);
    assert.deepEqual(who("kms:TagResource", key, { ...tag, ...ours }), ["platform"]);
  });

  it("let services use the platform's keys by a grant, not whoever asks, and nobody end one", () => {
    const key = arn("kms", "key/1");
    const ours = { "aws:ResourceTag/turnout:part-of": "smallcase" };
    const byService = { "kms:GrantIsForAWSResource": "true" };
    assert.deepEqual(who("kms:CreateGrant", key, { ...ours, ...byService }), ["platform"]);
    assert.deepEqual(who("kms:CreateGrant", key, { ...ours, "kms:GrantIsForAWSResource": "false" }), []);
    assert.deepEqual(who("kms:CreateGrant", key, byService), []);
    assert.deepEqual(who("kms:CreateGrant", key, { ...ours, ...byService, ...stateKey }), []);
    for (const action of ["kms:RetireGrant", "kms:RevokeGrant"])
      assert.deepEqual(who(action, key, { ...ours, ...byService }), [], action);
  });

  it("let the platform tag how CI gets in, and not change it", () => {
    const ways = [
      iam("instance-profile/turnout-turnout-jenkins"),
      iam("oidc-provider/token.actions.githubusercontent.com"),
    ];
    for (const [index, kind] of ["InstanceProfile", "OpenIDConnectProvider"].entries())
      for (const action of ["Tag", "Untag", "Delete"])
        assert.deepEqual(
          who(`iam:${action}${kind}`, ways[index] ?? ""),
          action === "Delete" ? [] : ["platform"],
          `${action}${kind}`,
        );
    assert.deepEqual(who("iam:TagOpenIDConnectProvider", iam("oidc-provider/login.example")), []);
    assert.deepEqual(who("iam:TagInstanceProfile", iam("instance-profile/other")), []);
  });

  it("let the platform make its own cluster, network and certificate, here", () => {
    assert.deepEqual(who("eks:CreateCluster", arn("eks", "cluster/turnout")), ["platform"]);
    assert.deepEqual(who("eks:CreateFargateProfile", arn("eks", "cluster/other")), []);
    assert.deepEqual(who("eks:DescribeCluster", arn("eks", "cluster/turnout")), [...deployRoles]);
    assert.deepEqual(who("ec2:CreateVpc", arn("ec2", "vpc/*")), ["platform"]);
    assert.deepEqual(who("ec2:CreateVpc", "arn:aws:ec2:us-east-1:111122223333:vpc/*"), []);
    assert.deepEqual(who("ec2:RunInstances", arn("ec2", "instance/*")), []);
    const order = (...names: string[]) => who("acm:RequestCertificate", "*", { "acm:DomainNames": names });
    assert.deepEqual(order("*.shop.example", "shop.example"), ["platform"]);
    assert.deepEqual(order("login.shop.example"), []);
    assert.deepEqual(order("shop.example", "bank.example"), []);
  });

  it("are about no zone where there is no domain", () => {
    for (const role of deployRoles) {
      const { zone, ...without } = scope;
      const text = JSON.stringify(roleStatements(role, without));
      assert.ok(zone && !text.includes(zone.id));
      assert.doesNotMatch(text, /route53:(Change|List)|acm:Request/);
    }
  });
});
