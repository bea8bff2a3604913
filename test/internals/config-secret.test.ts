import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { isConfigSecret } from "../../internals/config-secret";

/** Fails when an upgrade of @pulumi/pulumi takes the function away. */
describe("isConfigSecret", () => {
  after(() => {
    pulumi.runtime.setAllConfig({});
  });

  it("tells which keys the engine said to have a secret in them", () => {
    pulumi.runtime.setAllConfig({ "turnout:domain": "a", "turnout:context": "b" }, ["turnout:domain"]);
    assert.deepEqual(["turnout:domain", "turnout:context", "turnout:x"].map(isConfigSecret), [
      true,
      false,
      false,
    ]);
  });
});
