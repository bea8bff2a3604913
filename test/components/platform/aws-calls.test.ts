import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { deployRoles, roleStatements, type DeployRoleName } from "../../../components/platform/rights/roles";
import { policyDocument } from "../../../components/platform/rights/statement";
import { DECLARED_FARGATE_ONLY } from "../../engine/aws-eks-declared";
import { calls, lookups } from "./aws-calls";
import { allowed, type Request } from "./iam";
import type { Calls } from "./network-calls";
import { scope } from "./scope";
import { actionsByKey, withoutResource } from "./service-authorization";

type Verb = Exclude<keyof Calls, "arn">;
type Context = Request["context"];

const at = (service: string, resource: string) => `arn:aws:${service}:eu-central-1:111122223333:${resource}`;
const [group, vpc, key] = [at("ec2", "security-group/sg-1"), at("ec2", "vpc/vpc-1"), at("kms", "key/1")];
const cluster = at("eks", "cluster/turnout");

/** Resources that a call is about, where they are others than its own kind's: each of them must be allowed. */
const resources: Readonly<Record<string, readonly string[]>> = {
  "ec2:AuthorizeSecurityGroupEgress": [group, at("ec2", "security-group-rule/sgr-1")],
  "ec2:AuthorizeSecurityGroupIngress": [group, at("ec2", "security-group-rule/sgr-1")],
  "ec2:CreateSecurityGroup": [group, vpc],
  "ec2:ModifySecurityGroupRules": [group, at("ec2", "security-group-rule/sgr-1")],
  "ec2:RevokeSecurityGroupEgress": [group],
  "ec2:RevokeSecurityGroupIngress": [group],
  "eks:CreateAccessEntry": [cluster],
  "eks:CreateAddon": [cluster],
  "eks:CreateFargateProfile": [cluster],
  "iam:PassRole": ["arn:aws:iam::111122223333:role/turnout-pod-execution-1"],
  "kms:CreateAlias": [at("kms", "alias/turnout-secrets"), key],
  "kms:CreateGrant": [key],
  "kms:DeleteAlias": [at("kms", "alias/turnout-secrets"), key],
  "kms:DescribeKey": [key],
  "kms:UpdateAlias": [at("kms", "alias/turnout-secrets"), key],
  "route53:AssociateVPCWithHostedZone": ["arn:aws:route53:::hostedzone/Z0OFANENDPOINT"],
  "route53:GetChange": ["arn:aws:route53:::change/C1"],
};

/** What else a request says. */
const contexts: Readonly<Record<string, Context>> = {
  "acm:RequestCertificate": { "acm:DomainNames": ["*.shop.example", "shop.example"] },
  "cloudwatch:PutMetricAlarm": { "cloudwatch:AlarmActions": [scope.alarmTopic ?? ""] },
  "iam:PassRole": { "iam:PassedToService": "eks.amazonaws.com" },
  "kms:CreateGrant": { "kms:GrantIsForAWSResource": "true" },
  "route53:ChangeResourceRecordSets": {
    "route53:ChangeResourceRecordSetsNormalizedRecordNames": ["smallcase-blue.shop.example"],
    "route53:ChangeResourceRecordSetsRecordTypes": ["CNAME"],
  },
};

const tagsOf = (of: "Request" | "Resource", stack: string): Record<string, string> => ({
  [`aws:${of}Tag/turnout:part-of`]: scope.app,
  [`aws:${of}Tag/turnout:stack`]: stack,
});
const isTag = (action: string) => /:(Create|Add)?Tags?/.test(action);
/** What it is about isn't there yet, so that it has no tags to compare. */
const isNew = (action: string) => /:(Allocate|Request|Create(?!Alias|Grant|Route$|Tags))/.test(action);

/** Requests of one kind's verb, as a stack of that name makes them. */
function requests(type: string, verb: Verb, stack: string): Request[] {
  const { arn, create = [], tag = [], ...rest } = calls[type] ?? assert.fail(type);
  const of = (action: string, context: Context) =>
    (withoutResource.includes(action) ? ["*"] : (resources[action] ?? [arn])).map((resource) => ({
      action,
      resource,
      context: { "ec2:Vpc": vpc, ...contexts[action], ...context },
    }));
  if (verb === "create") {
    const made = create.find((action) => isNew(action) || action.includes(":Authorize"))?.split(":")[1] ?? "";
    const tagged = { ...tagsOf("Request", stack), "ec2:CreateAction": made };
    return [
      ...create.flatMap((action) => of(action, tagsOf(isNew(action) ? "Request" : "Resource", stack))),
      ...tag.filter(isTag).flatMap((action) => of(action, tagged)),
    ];
  }
  if (verb === "tag") {
    const owned = { ...tagsOf("Resource", stack), "aws:TagKeys": ["team"] };
    return tag.flatMap((action) =>
      of(action, { ...owned, ...(isTag(action) && { "aws:RequestTag/team": "shop" }) }),
    );
  }
  return (rest[verb] ?? []).flatMap((action) => of(action, tagsOf("Resource", stack)));
}

const documentsOf = (role: DeployRoleName) => Object.values(roleStatements(role, scope)).map(policyDocument);
const denied = (role: DeployRoleName, all: readonly Request[]) =>
  all
    .filter((request) => !allowed(documentsOf(role), request))
    .map(({ action, resource }) => `${action} ${resource ?? ""}`);

/** Kinds that a stack makes in AWS, its remote component's too. */
function kindsOf(stack: "platform" | "environment"): string[] {
  const urns = readFileSync(join(__dirname, `../../identity/${stack}.urns`), "utf8")
    .trim()
    .split("\n");
  const types = urns.map((urn) => urn.split("::")[2]?.split("$").at(-1) ?? "");
  const inside = stack === "platform" ? DECLARED_FARGATE_ONLY.map((title) => title.split(" ")[0] ?? "") : [];
  const made = [...types, ...inside].filter((type) => /^(aws|docker-build):/.test(type));
  return [...new Set(made)].sort();
}

describe("calls to AWS", () => {
  const kinds = { platform: kindsOf("platform"), environment: kindsOf("environment") };

  it("are known of each kind that a stack makes, and of no other", () => {
    assert.deepEqual(
      Object.keys(calls).sort(),
      [...new Set([...kinds.platform, ...kinds.environment])].sort(),
    );
  });

  it("of a preview, which reads each kind and looks up what the program asks for, are its role's rights", () => {
    for (const stack of ["platform", "environment"] as const)
      for (const type of kinds[stack])
        assert.deepEqual(denied("preview", requests(type, "read", stack)), [], type);
    for (const asked of Object.values(lookups))
      for (const [lookup, actions] of Object.entries(asked))
        assert.deepEqual(denied("preview", asking(actions)), [], lookup);
  });

  for (const role of ["environment", "platform"] as const)
    it(`of an update and a destroy of ${role === "platform" ? "a platform" : "an environment"} are its role's rights`, () => {
      const stack = role === "platform" ? "platform" : "dev";
      for (const type of kinds[role])
        for (const verb of ["read", "create", "change", "tag", "delete"] as const)
          assert.deepEqual(denied(role, requests(type, verb, stack)), [], `${type}: ${verb}`);
      for (const [lookup, actions] of Object.entries(lookups[role]))
        assert.deepEqual(denied(role, asking(actions)), [], lookup);
    });

  it("that lose data or change CI's own rights are nobody's but a person's", () => {
    for (const type of Object.keys(calls))
      for (const request of requests(type, "byPerson", "platform"))
        assert.deepEqual(
          deployRoles.filter((role) => allowed(documentsOf(role), request)),
          [],
          request.action,
        );
  });

  const asking = (actions: readonly string[]): Request[] =>
    actions.map((action) => ({
      action,
      resource: withoutResource.includes(action) ? "*" : at("ecr", "repository/smallcase/web"),
    }));
});

describe("statements of rights", () => {
  const all = deployRoles.flatMap((role) => Object.values(roleStatements(role, scope)).flat());

  it("go by keys that each of their actions knows: another is never there, and what asks for it never allowed", () => {
    const used = new Map<string, Set<string>>();
    for (const { actions, conditions = {} } of all)
      for (const key of Object.values(conditions).flatMap((keys) => Object.keys(keys)))
        for (const action of actions) {
          const name = key.split("/")[0] ?? "";
          used.set(name, (used.get(name) ?? new Set()).add(action));
        }
    assert.deepEqual(
      Object.fromEntries([...used].map(([key, actions]) => [key, [...actions].sort()])),
      actionsByKey,
    );
  });

  it("name no resource for an action that is about none", () => {
    for (const action of withoutResource) {
      const those = all.filter(({ actions }) => actions.includes(action));
      assert.ok(those.length > 0, action);
      for (const { resources } of those) assert.deepEqual(resources, ["*"], action);
    }
  });
});
