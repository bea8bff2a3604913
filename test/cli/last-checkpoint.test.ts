import assert from "node:assert/strict";
import { checkpointIn, lastCheckpoint } from "../../cli/last-checkpoint";
import { recordedCluster } from "../../release/checkpoint";
import { RecordedCheckout, resourcesOf } from "./recorded";

describe("lastCheckpoint", () => {
  let checkout: RecordedCheckout;
  beforeEach(() => (checkout = new RecordedCheckout()));
  afterEach(() => checkout.remove());
  const cluster = async (stack = "dev") => recordedCluster(await lastCheckpoint(checkout.root, stack));

  it("is read from the state inside the checkout", async () => {
    checkout.inside("dev", resourcesOf("c1", undefined));
    assert.equal(await cluster(), "c1");
  });

  it("is asked of Pulumi where the state is kept elsewhere, whatever a time before that left in the checkout", async () => {
    checkout.inside("dev", resourcesOf("c1", undefined));
    checkout.inBucket({ dev: resourcesOf("c2", undefined) });
    assert.equal(await cluster(), "c2");
  });

  it("is none where there is no such stack", async () => {
    await assert.rejects(cluster(), /ENOENT/);
    checkout.inBucket({});
    await assert.rejects(cluster(), /^Error: Command failed: pulumi stack export --stack dev/);
  });
});

describe("checkpointIn", () => {
  it("leaves out what waits for its deletion", () => {
    const [, provider] = resourcesOf("c1", undefined);
    const old = { ...resourcesOf("c0", undefined)[1], delete: true };
    const text = JSON.stringify({ deployment: { resources: [provider, old] } });
    assert.equal(recordedCluster(checkpointIn(text)), "c1");
  });

  it("is empty for a stack that never came up", () => {
    for (const text of ["{}", '{"checkpoint":{"latest":null}}', '{"deployment":{}}'])
      assert.deepEqual(checkpointIn(text), {});
  });
});
