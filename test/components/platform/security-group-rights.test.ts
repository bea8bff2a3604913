import assert from "node:assert/strict";
import { roleStatements } from "../../../components/platform/rights/roles";
import { policyDocument } from "../../../components/platform/rights/statement";
import { allowed, type Request } from "./iam";
import { scope } from "./scope";

type Context = NonNullable<Request["context"]>;

const ec2 = (resource: string) => `arn:aws:ec2:eu-central-1:111122223333:${resource}`;
const group = ec2("security-group/sg-1");
const rule = ec2("security-group-rule/sgr-1");
const inVpc = { "ec2:Vpc": ec2("vpc/vpc-1") };
const documents = Object.values(roleStatements("environment", scope)).map(policyDocument);
const may = (action: string, resource: string, context: Context = {}) =>
  allowed(documents, { action: `ec2:${action}`, resource, context });
const tags = (of: "RequestTag" | "ResourceTag", stack: string, app = "smallcase") => ({
  [`aws:${of}/turnout:part-of`]: app,
  [`aws:${of}/turnout:stack`]: stack,
});

describe("an environment's rights on security groups", () => {
  it("are to change those of environments in this VPC", () => {
    const change = (context: Context) => may("AuthorizeSecurityGroupIngress", group, context);
    assert.equal(change({ ...inVpc, ...tags("ResourceTag", "dev") }), true);
    assert.equal(change({ ...inVpc, ...tags("ResourceTag", "platform") }), false);
    assert.equal(change({ ...inVpc, ...tags("ResourceTag", "dev", "other") }), false);
    assert.equal(change({ ...inVpc, "aws:ResourceTag/turnout:part-of": "smallcase" }), false);
    assert.equal(change(inVpc), false);
    assert.equal(change({ "ec2:Vpc": ec2("vpc/vpc-2"), ...tags("ResourceTag", "dev") }), false);
  });

  it("are to make such, tagged as an environment's", () => {
    const make = (context: Context) => may("CreateSecurityGroup", group, context);
    assert.equal(make(tags("RequestTag", "dev")), true);
    assert.equal(make(tags("RequestTag", "platform")), false);
    assert.equal(make({}), false);
    assert.equal(may("CreateSecurityGroup", ec2("vpc/vpc-1")), true);
    assert.equal(may("CreateSecurityGroup", ec2("vpc/vpc-2")), false);

    assert.equal(may("CreateTags", group, { "ec2:CreateAction": "CreateSecurityGroup" }), true);
    assert.equal(may("CreateTags", group), false);
  });

  describe("with further tags, such as one that all resources get", () => {
    const own = { ...inVpc, ...tags("ResourceTag", "dev") };
    const ofRule = tags("ResourceTag", "dev");

    for (const action of ["CreateTags", "DeleteTags"]) {
      it(`let ${action} have any but those that say whose they are`, () => {
        for (const keys of [["team"], ["Name"], ["team", "cost-center"], ["not-turnout:stack"]]) {
          assert.equal(may(action, group, { ...own, "aws:TagKeys": keys }), true, keys.join(" "));
          assert.equal(may(action, rule, { ...ofRule, "aws:TagKeys": keys }), true, keys.join(" "));
        }
        for (const keys of [
          ["turnout:stack"],
          ["turnout:part-of"],
          ["team", "turnout:stack"],
          ["turnout:new"],
        ]) {
          assert.equal(may(action, group, { ...own, "aws:TagKeys": keys }), false, keys.join(" "));
          assert.equal(may(action, rule, { ...ofRule, "aws:TagKeys": keys }), false, keys.join(" "));
        }
      });

      it(`let ${action} be about no group but environments' in this VPC`, () => {
        const team = { "aws:TagKeys": ["team"] };
        for (const [whose, context] of Object.entries({
          "the platform": { ...inVpc, ...tags("ResourceTag", "platform") },
          "the state": { ...inVpc, ...tags("ResourceTag", "state") },
          "another app": { ...inVpc, ...tags("ResourceTag", "dev", "other") },
          "another VPC": { "ec2:Vpc": ec2("vpc/vpc-2"), ...tags("ResourceTag", "dev") },
          "the cluster": { ...inVpc, "aws:ResourceTag/kubernetes.io/cluster/turnout": "owned" },
          nobody: inVpc,
        }))
          assert.equal(may(action, group, { ...context, ...team }), false, whose);
        for (const context of [tags("ResourceTag", "platform"), tags("ResourceTag", "dev", "other"), {}])
          assert.equal(may(action, rule, { ...context, ...team }), false);
        for (const other of ["vpc/vpc-1", "subnet/subnet-1", "instance/i-1"])
          assert.equal(may(action, ec2(other), { ...own, ...team }), false, other);
      });
    }

    it("don't let all tags be deleted at once, as a request without a key would", () => {
      assert.equal(may("DeleteTags", group, own), false);
      assert.equal(may("DeleteTags", rule, ofRule), false);
    });
  });
});
