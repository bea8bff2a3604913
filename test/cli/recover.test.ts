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
  const usual = ["refresh", "--yes", "--skip-preview", "--color", "never", "--stack", "dev"];

  it("reads the whole stack back and forgets what was never known to end", async () => {
    const engine = new FakeEngine();
    await recover(engine.operation.stack, engine.operation.print);
    assert.deepEqual(engine.started, [[...usual, "--clear-pending-creates"]]);
    assert.deepEqual(engine.said, ["The cluster is ahead of what was last recorded: reading it back."]);
  });

  it("takes over what may have been made without being recorded", async () => {
    const engine = new FakeEngine();
    const operation = (type: string, resource: object) => ({ type, resource });
    const inputs = (name: string, namespace?: string) => ({
      metadata: { name, ...(namespace && { namespace }) },
    });
    engine.pending = [
      operation("creating", {
        urn: urn(secret, "web-blue"),
        type: secret,
        inputs: inputs("web-blue-1", "shop"),
      }),
      operation("creating", {
        urn: urn("kubernetes:core/v1:Namespace", "environment"),
        type: "kubernetes:core/v1:Namespace",
        inputs: inputs("shop"),
      }),
      // Recorded already; nothing of a cluster's; without a name that could be looked for.
      operation("updating", { urn: urn(secret, "a"), type: secret, inputs: inputs("a", "shop") }),
      operation("creating", {
        urn: urn("aws:s3/bucket:Bucket", "b"),
        type: "aws:s3/bucket:Bucket",
        inputs: {},
      }),
      operation("creating", { urn: urn(secret, "c"), type: secret }),
    ];
    await recover(engine.operation.stack, engine.operation.print);
    assert.deepEqual(engine.started, [
      [
        ...usual,
        ...["--import-pending-creates", urn(secret, "web-blue")],
        ...["--import-pending-creates", "shop/web-blue-1"],
        ...["--import-pending-creates", urn("kubernetes:core/v1:Namespace", "environment")],
        ...["--import-pending-creates", "shop"],
        "--clear-pending-creates",
      ],
    ]);
  });
});
