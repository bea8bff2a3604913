import assert from "node:assert/strict";
import { peopleAccess } from "../../../components/platform/access-entries";

const admin = "arn:aws:iam::111122223333:role/admin";
const developer = "arn:aws:iam::111122223333:user/team/ada";

const everywhere = { type: "cluster" };
const policyArn = (name: string) => `arn:aws:eks::aws:cluster-access-policy/${name}`;
const asAdmin = {
  principalArn: admin,
  accessPolicies: { admin: { policyArn: policyArn("AmazonEKSClusterAdminPolicy"), accessScope: everywhere } },
};

describe("peopleAccess", () => {
  it("lets admins do everything and viewers look at everything but Secrets", () => {
    assert.deepEqual(peopleAccess({ admins: [admin], viewers: [developer] }), {
      "role/admin": asAdmin,
      "user/team/ada": {
        principalArn: developer,
        accessPolicies: { view: { policyArn: policyArn("AmazonEKSViewPolicy"), accessScope: everywhere } },
      },
    });
  });

  it("makes one entry for who is in both lists, as an admin: EKS refuses a second", () => {
    assert.deepEqual(peopleAccess({ admins: [admin], viewers: [admin] }), { "role/admin": asAdmin });
  });

  it("is empty for nobody", () => {
    assert.deepEqual(peopleAccess({ admins: [], viewers: [] }), {});
  });
});
