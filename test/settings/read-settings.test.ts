import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readSettings } from "../../settings/read-settings";
import { mergeStackFiles, type StackConfig } from "../../settings/stack-files";

const project = readFileSync(join(__dirname, "..", "..", "Pulumi.yaml"), "utf8");
const defaults = mergeStackFiles(project, undefined).values;

describe("readSettings", () => {
  const given = async (values: StackConfig["values"], name = "turnout") => {
    await pulumi.runtime.setMocks(
      { newResource: () => ({ id: "", state: {} }), call: () => ({}) },
      name,
      "x",
    );
    pulumi.runtime.setAllConfig({ ...values });
  };
  after(() => {
    pulumi.runtime.setAllConfig({});
  });
  const aws = '{"account":"111122223333","region":"eu-central-1","hostedZone":"Z0123456789AB"}';
  const own = {
    ...defaults,
    "turnout:platform": "platform",
    "turnout:aws": aws,
    "turnout:domain": "shop.example",
    "turnout:gateway": '{"own":true,"idleTimeoutSeconds":50}',
  };

  it("lays the gateway that an engine hands over on the project's, as the files of a stack are read offline", async () => {
    await given(own);
    const settings = readSettings();
    assert.ok(settings.role === "environment");
    const { namespace, name, own: isOwn, idleTimeoutSeconds, deregistrationDelaySeconds } = settings.gateway;
    assert.deepEqual(
      [namespace, name, isOwn, idleTimeoutSeconds, deregistrationDelaySeconds],
      ["turnout-gateway", "shared", true, 50, 30],
    );
  });

  it("leaves what is no object for the check to name", async () => {
    await given({ ...own, "turnout:gateway": "shared" });
    assert.throws(readSettings, {
      message:
        '1 setting is wrong in stack x; nothing was changed:\n  turnout:gateway is "shared": must hold namespace and name; write it as { namespace: turnout-gateway, name: shared }.',
    });
  });

  it("refuses a project of another name, whose stacks' settings it would pass over", async () => {
    await given({}, "shop");
    assert.throws(readSettings, {
      message:
        'Pulumi.yaml: name is "shop": must be turnout, the name that settings, state and commands go by; set it to turnout, and give an application\'s own name to the namespaces in branches.ts.',
    });
  });
});
