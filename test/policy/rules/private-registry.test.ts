import assert from "node:assert/strict";
import { notKnown } from "../../../policy/inputs";
import { privateRegistry } from "../../../policy/rules/private-registry";
import { says } from "../say";

const type = "aws:ecr/repositoryPolicy:RepositoryPolicy";
const policy = (statement: object) => says(privateRegistry, type, { policy: { Statement: [statement] } });

describe("the rule of private registries", () => {
  it("refuses the public registry", () => {
    assert.deepEqual(
      says(privateRegistry, "aws:ecrpublic/repository:Repository", { repositoryName: "web" }),
      [
        'Repository it type is "aws:ecrpublic/repository:Repository": must not be in the public registry, ' +
          "from which anyone may pull; use aws.ecr.Repository.",
      ],
    );
    assert.deepEqual(says(privateRegistry, "aws:ecr/repository:Repository", { name: "web" }), []);
  });

  it("refuses everyone in a repository's policy, on any condition, but for a Deny", () => {
    const everyone = { Effect: "Allow", Principal: { AWS: "*" }, Action: "ecr:BatchGetImage" };
    assert.deepEqual(policy(everyone), [
      "RepositoryPolicy it policy.Statement[0].Principal is an object: must name who may pull; " +
        'replace "*" by the ARNs of accounts or roles.',
    ]);
    assert.equal(policy({ ...everyone, Condition: { Bool: { "aws:SecureTransport": "true" } } }).length, 1);
    assert.deepEqual(policy({ ...everyone, Effect: "Deny" }), []);
    assert.deepEqual(policy({ ...everyone, Principal: { AWS: "111122223333" } }), []);
    assert.deepEqual(says(privateRegistry, type, { policy: notKnown }), []);
  });

  it("looks into templates of repositories too", () => {
    const repositoryPolicy = JSON.stringify({
      Statement: { Effect: "Allow", Principal: "*", Action: "ecr:*" },
    });
    const template = "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate";
    assert.equal(says(privateRegistry, template, { repositoryPolicy }).length, 1);
  });
});
