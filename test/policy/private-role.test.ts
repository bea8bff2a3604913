import assert from "node:assert/strict";
import { notKnown } from "../../policy/resource";
import { privateRole } from "../../policy/access";
import { says } from "./say";

const trust = (statement: object) =>
  says(privateRole, "aws:iam/role:Role", {
    assumeRolePolicy: { Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", ...statement }] },
  });
const rule =
  'must not let everyone take the role; replace "*" by the ARNs, services or providers that are meant.';

describe("the rule of private roles", () => {
  it("refuses a trust policy that means everyone, however that is written", () => {
    assert.deepEqual(trust({ Principal: "*" }), [
      `Role it assumeRolePolicy.Statement[0].Principal is "*": ${rule}`,
    ]);
    assert.deepEqual(trust({ Principal: { AWS: ["111122223333", "*"] } }), [
      `Role it assumeRolePolicy.Statement[0].Principal is an object: ${rule}`,
    ]);
    assert.equal(trust({ NotPrincipal: { AWS: "111122223333" } }).length, 1);
    const assumeRolePolicy = JSON.stringify({ Statement: { Effect: "Allow", Principal: "*" } });
    assert.equal(says(privateRole, "aws:iam/role:Role", { assumeRolePolicy }).length, 1);
  });

  it("refuses it also on a condition that anyone meets", () => {
    const Condition = { StringEquals: { "sts:ExternalId": "shop" } };
    assert.equal(trust({ Principal: "*", Condition }).length, 1);
  });

  it("takes named principals, a condition that names who calls, a Deny, and what is not known", () => {
    assert.deepEqual(trust({ Principal: { Service: "eks-fargate-pods.amazonaws.com" } }), []);
    assert.deepEqual(trust({ Principal: { AWS: "arn:aws:iam::111122223333:root" } }), []);
    assert.deepEqual(trust({ Principal: { Federated: notKnown } }), []);
    const Condition = { StringEquals: { "aws:PrincipalOrgID": "o-1a2b3c4d5e" } };
    assert.deepEqual(trust({ Principal: "*", Condition }), []);
    assert.deepEqual(trust({ Effect: "Deny", Principal: "*" }), []);
    assert.deepEqual(says(privateRole, "aws:iam/role:Role", { assumeRolePolicy: notKnown }), []);
  });
});
