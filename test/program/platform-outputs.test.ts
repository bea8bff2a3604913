import assert from "node:assert/strict";
import { platformTold } from "../../program/platform-outputs";

const whole = {
  cluster: "arn:aws:eks:eu-central-1:111122223333:cluster/turnout",
  kubeconfig: "{}",
  vpcId: "vpc-1",
  securityGroupId: "sg-1",
  certificateArn: "arn:aws:acm:eu-central-1:111122223333:certificate/1",
  gateways: { shared: { address: "turnout-shared.elb.amazonaws.com", loadBalancer: "app/turnout-shared/1" } },
};
const told = (more: object) => platformTold("platform", { ...whole, ...more });

describe("what a platform tells", () => {
  it("is what it told, with or without a domain", () => {
    assert.deepEqual(told({}), whole);
    assert.equal(told({ certificateArn: undefined }).certificateArn, undefined);
    assert.deepEqual(told({ gateways: {} }).gateways, {});
  });

  it("is nothing where it has no cluster", () => {
    const message =
      "Platform platform has no cluster yet, so there is nowhere to put this environment: bring it up first with " +
      "`pulumi up --stack platform`, or set turnout:platform to local.";
    for (const missing of ["cluster", "kubeconfig"])
      assert.throws(() => told({ [missing]: undefined }), { message });
    assert.throws(() => platformTold("platform", {}), { message });
  });

  it("must be all that this Turnout needs, in its form", () => {
    const message = (names: string) =>
      `Platform platform has no output ${names}: its last update was by an older Turnout, so run ` +
      "`pulumi up --stack platform` first.";
    for (const missing of ["vpcId", "securityGroupId", "gateways"])
      assert.throws(() => told({ [missing]: undefined }), { message: message(missing) });
    assert.throws(() => told({ vpcId: undefined, securityGroupId: 1 }), {
      message: message("vpcId or securityGroupId"),
    });
    assert.throws(() => told({ certificateArn: 1 }), { message: message("certificateArn") });
    assert.throws(() => told({ gateways: { a: { address: "x" }, b: {} } }), { message: message("gateways") });
  });
});
