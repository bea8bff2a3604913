import assert from "node:assert/strict";
import { backendOf, type BackendFacts } from "../../cli/backend";

const nobody: BackendFacts = { environment: {}, credentials: undefined, projectUrl: undefined };

describe("backendOf", () => {
  it("is inside the checkout where nobody is logged in", () => {
    assert.equal(backendOf(nobody), "embedded");
  });

  for (const [title, facts] of [
    ["a backend's address in the environment", { environment: { PULUMI_BACKEND_URL: "s3://state" } }],
    ["an access token in the environment", { environment: { PULUMI_ACCESS_TOKEN: "pul-x" } }],
    ["a backend in Pulumi.yaml", { projectUrl: "azblob://state" }],
    ["a login", { credentials: '{"current":"https://api.pulumi.com"}' }],
    ["a login to a folder", { credentials: '{"current":"file://~"}' }],
  ] as const)
    it(`is the person's own with ${title}`, () => {
      assert.equal(backendOf({ ...nobody, ...facts }), "own");
    });

  for (const [title, facts] of [
    ["empty variables", { environment: { PULUMI_BACKEND_URL: "", PULUMI_ACCESS_TOKEN: "" } }],
    ["a logout", { credentials: '{"current":"","accessTokens":{}}' }],
    ["accounts of which none is current", { credentials: '{"accounts":{"https://api.pulumi.com":{}}}' }],
    ["credentials that are cut off", { credentials: '{"current":"https:' }],
    ["credentials that are null", { credentials: "null" }],
  ] as const)
    it(`is inside the checkout with ${title}`, () => {
      assert.equal(backendOf({ ...nobody, ...facts }), "embedded");
    });
});
