import assert from "node:assert/strict";
import { isStale, recover } from "../../cli/recover";
import { staleCheckpoint, trafficProblem } from "../../release/guard";
import { planned, blueServes } from "../components/planned";
import { FakeEngine } from "./fake-engine";

const urn = (type: string, name: string) => `urn:pulumi:dev::turnout::${type}::${name}`;
const secret = "kubernetes:core/v1:Secret";

describe("isStale", () => {
  it("knows what the checks of a release say where the cluster is ahead, in whatever the engine wraps it", () => {
    const { plan } = planned({}, { recorded: blueServes });
    const sentence = trafficProblem("web", { ...blueServes, green: undefined }, plan);
    assert.ok(isStale(`error: before hook web-before-traffic failed: ${sentence ?? ""}\n`));
    assert.ok(sentence?.endsWith(staleCheckpoint));
    assert.equal(isStale("web-green is not Ready any more: the traffic stays where it is."), false);
  });
});

describe("recover", () => {
  it("reads the whole stack back and forgets what was never known to end", async () => {
    const engine = new FakeEngine();
    await recover(engine.operation.stack, engine.operation.print, () => undefined);
    assert.deepEqual(engine.asked, ["refresh"]);
    assert.equal(engine.imported, undefined);
    assert.deepEqual(engine.said, ["The cluster is ahead of what was last recorded: reading it back."]);
  });

  it("takes for there what may have been made without being recorded, and nothing else", async () => {
    const engine = new FakeEngine();
    const operation = (type: string, resource: object) => ({ type, resource });
    const object = (name: string, namespace?: string) => ({
      urn: urn(secret, name),
      type: secret,
      inputs: { metadata: { name, ...(namespace && { namespace }) } },
    });
    const kept = [
      // Recorded already; nothing of a cluster's; without a name that could be looked for.
      operation("updating", object("a", "shop")),
      operation("creating", {
        urn: urn("aws:s3/bucket:Bucket", "b"),
        type: "aws:s3/bucket:Bucket",
        inputs: {},
      }),
      operation("creating", { urn: urn(secret, "c"), type: secret }),
    ];
    const made = [object("web-blue-1", "shop"), object("environment")];
    engine.pending = [...made.map((one) => operation("creating", one)), ...kept];
    await recover(engine.operation.stack, engine.operation.print, () => undefined);
    assert.deepEqual(engine.imported, {
      resources: [
        { ...made[0], id: "shop/web-blue-1", outputs: made[0]?.inputs },
        { ...made[1], id: "environment", outputs: made[1]?.inputs },
      ],
      pending_operations: kept,
    });
    assert.deepEqual(engine.asked, ["import", "refresh"]);
  });
});
