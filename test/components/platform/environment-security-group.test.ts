import assert from "node:assert/strict";
import { EnvironmentSecurityGroup } from "../../../components/platform/environment-security-group";
import { Registrations, type Registered } from "./registered";

describe("EnvironmentSecurityGroup", () => {
  let made: Registrations;
  before(async () => {
    const args = { cluster: "turnout", vpcId: "vpc-1", clusterSecurityGroupId: "sg-cluster" };
    made = await Registrations.of((options) => new EnvironmentSecurityGroup("environments", args, options));
  });
  const rules = (kind: string) =>
    made.ofKind(kind).map(({ name, inputs }): Registered["inputs"] => ({ name, ...inputs }));

  it("is the one group of its pods that the controller opens", () => {
    assert.deepEqual(made.the("SecurityGroup", "environments").inputs.tags, {
      Name: "turnout-environments",
      "kubernetes.io/cluster/turnout": "owned",
    });
  });

  it("has no rules inside of it, which would undo those of the controller", () => {
    const { ingress, egress } = made.the("SecurityGroup", "environments").inputs;
    assert.deepEqual([ingress, egress], [undefined, undefined]);
  });

  it("lets in the cluster, and neither itself nor anyone else", () => {
    const into = rules("SecurityGroupIngressRule").filter((rule) => rule.securityGroupId === "environments");
    assert.deepEqual(into, [
      {
        name: "from-cluster",
        securityGroupId: "environments",
        referencedSecurityGroupId: "sg-cluster",
        ipProtocol: "-1",
        description: "Control plane and platform pods: logs, exec, metrics",
      },
    ]);
  });

  it("is let into the cluster for its DNS and its API server", () => {
    const into = rules("SecurityGroupIngressRule").filter((rule) => rule.securityGroupId === "sg-cluster");
    const short = into.map((rule) => [
      rule.name,
      rule.referencedSecurityGroupId,
      rule.ipProtocol,
      rule.fromPort,
      rule.toPort,
    ]);
    assert.deepEqual(short.sort(), [
      ["api-server", "environments", "tcp", 443, 443],
      ["dns-tcp", "environments", "tcp", 53, 53],
      ["dns-udp", "environments", "udp", 53, 53],
    ]);
  });

  it("goes anywhere", () => {
    const [out, ...others] = rules("SecurityGroupEgressRule");
    assert.deepEqual(others, []);
    assert.deepEqual([out?.cidrIpv4, out?.ipProtocol], ["0.0.0.0/0", "-1"]);
  });

  it("describes rules in characters that EC2 takes", () => {
    for (const { name, description } of [
      ...rules("SecurityGroupIngressRule"),
      ...rules("SecurityGroupEgressRule"),
    ])
      // AuthorizeSecurityGroupIngress, IpRange.Description.
      assert.match(description as string, /^[a-zA-Z0-9. _\-:/()#,@[\]+=&;{}!$*]{1,255}$/, name as string);
  });
});
