import assert from "node:assert/strict";
import { withMadeAgain } from "../../diff/pairs";

const vpc = { type: "aws:ec2/vpc:Vpc", name: "network" };
const subnet = { type: "aws:ec2/subnet:Subnet", name: "private-a" };
const role = { type: "aws:iam/role:Role", name: "pod-execution" };
const certificate = { type: "aws:acm/certificate:Certificate", name: "domain" };

describe("inputs that refer to what is made again", () => {
  it("refer to another one", () => {
    assert.deepEqual(
      withMadeAgain({ vpcId: "network", subnetIds: ["private-a", "private-b"] }, [vpc, subnet]),
      {
        vpcId: "network (made again)",
        subnetIds: ["private-a (made again)", "private-b"],
      },
    );
  });

  it("do so however deep, and by ARN too", () => {
    const inputs = {
      podExecutionRoleArn: "(ARN of Role pod-execution)",
      fargate: { subnetIds: ["private-a"] },
      spec: { listeners: [{ certificate: "(ARN of domain)" }] },
      policy: '{"Resource":"(ARN of Role pod-execution)"}',
    };
    assert.deepEqual(withMadeAgain(inputs, [role, subnet, certificate]), {
      podExecutionRoleArn: "(ARN of Role pod-execution) (made again)",
      fargate: { subnetIds: ["private-a (made again)"] },
      spec: { listeners: [{ certificate: "(ARN of domain) (made again)" }] },
      policy: '{"Resource":"(ARN of Role pod-execution) (made again)"}',
    });
  });

  it("don't where a name is only the same: another kind's, or no id at all", () => {
    const inputs = { routeTableId: "private-a", name: "private-a", tags: { Name: "network" }, count: 1 };
    assert.deepEqual(withMadeAgain(inputs, [subnet, vpc]), inputs);
  });

  it("keep their secrets closed", () => {
    const inputs = { vpcId: { hidden: "network" } };
    assert.deepEqual(withMadeAgain(inputs, [vpc]), inputs);
  });
});
