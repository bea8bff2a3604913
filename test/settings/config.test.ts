import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { stackConfig } from "../../settings/config";

describe("stackConfig", () => {
  before(() => {
    pulumi.runtime.setAllConfig(
      {
        "turnout:domain": "shop.example",
        "turnout:context": "4",
        "turnout:applications": '[{"name":"web","secrets":{"A":"b"}}]',
        "turnout:overrides": "{",
        "turnout:gateway": '{"port":80}',
        "turnout-other:domain": "elsewhere",
        "aws:region": "eu-central-1",
      },
      ["turnout:applications"],
    );
  });
  after(() => {
    pulumi.runtime.setAllConfig({});
  });

  it("is what stands under the project's name, structured values parsed, secrets in the clear", () => {
    assert.deepEqual(stackConfig("turnout"), {
      domain: "shop.example",
      context: "4",
      applications: [{ name: "web", secrets: { A: "b" } }],
      overrides: "{", // the settings' own check refuses it
      gateway: { port: 80 },
    });
  });

  it("is empty for a project without any", () => {
    assert.deepEqual(stackConfig("shop"), {});
  });
});
