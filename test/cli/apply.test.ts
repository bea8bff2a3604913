import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { apply, isStale } from "../../cli/apply";
import { selfOf } from "../../cli/owner";
import { recover } from "../../cli/read-back";
import { UserError } from "../../cli/terminal";
import { staleCheckpoint, trafficProblem } from "../../release/guard";
import { blueServes, planned } from "../components/planned";
import { FakeEngine } from "./fake-engine";
import { words } from "./locked";

const refused = (message: string) => (error: unknown) => {
  assert.ok(error instanceof UserError);
  assert.equal(error.message, message);
  return true;
};
const ending = "Stack dev: the command did not get to its end; what was not changed yet is as it was.";
const stale = `web-green takes 100 % of the traffic in the cluster, which the last checkpoint doesn't know: ${staleCheckpoint}`;

describe("apply", () => {
  let folder: string;
  let engine: FakeEngine;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "turnout-apply-"));
    file = join(folder, "lock.json");
    engine = new FakeEngine(undefined, folder);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** The engine's error about a lock of a process on this machine that has ended. */
  function lockOf(user: string): string {
    writeFileSync(file, "{}");
    const { pid } = spawnSync("true");
    const since = new Date(Math.floor(Date.now() / 1000 - 3600) * 1000);
    const { host } = selfOf();
    return words({ user, host, pid, since, url: pathToFileURL(file).href });
  }
  const mine = () => lockOf(selfOf().user);

  it("runs the program once, and gives back what it planned", async () => {
    const { applications } = await apply(engine.operation);
    assert.deepEqual(
      applications.map(({ application, plan }) => [application.name, plan.kind]),
      [["web", "first"]],
    );
    assert.deepEqual(engine.asked, ["up"]);
    assert.deepEqual(engine.web.weights, { blue: 100, green: 0 });
  });

  it("tells the program what it is asked for", async () => {
    await apply(engine.operation);
    engine.applications = [{ ...engine.applications[0], image: "registry.example/web:2" }];
    const { applications } = await apply(engine.operation, { intent: () => ({ verb: "settle" }) });
    assert.deepEqual(
      applications.map(({ plan }) => plan.kind),
      ["steady"],
    );
  });

  it("lets a refusal of what was planned through as it is, before anything is changed", async () => {
    const refusal = new UserError("Nothing waits to be promoted in stack dev; nothing was changed.");
    const outcome = apply(engine.operation, {
      onPlanned: () => {
        throw refusal;
      },
    });
    await assert.rejects(outcome, (error) => error === refusal);
    assert.deepEqual([engine.asked, engine.checkpoint], [["up"], {}]);
  });

  it("tries again once it has freed the stack from a dead update of one's own", async () => {
    engine.failures = [mine()];
    const { applications } = await apply(engine.operation);
    assert.equal(applications.length, 1);
    assert.deepEqual([engine.asked, existsSync(file)], [["up", "up"], false]);
    assert.match(
      engine.said.join("\n"),
      /^Stack dev was left locked by .* which is dead: the lock is removed\.$/m,
    );
  });

  it("asks once more where a lock was gone before the engine could read it", async () => {
    const gone =
      'blob (key ".pulumi/locks/organization/turnout/dev/1.json") (code=NotFound): open /1.json: no such file';
    engine.failures = [gone];
    await apply(engine.operation);
    assert.deepEqual([engine.asked, engine.said], [["up", "up"], []]);
    engine.failures = [gone, gone];
    await assert.rejects(
      apply(engine.operation),
      refused(
        `Stack dev was being updated by somebody else a moment ago, and the lock doesn't say by whom: run the command again; while that update goes on, it says who has the stack.\n${ending}`,
      ),
    );
  });

  it("frees nothing of another person's", async () => {
    engine.failures = [lockOf("somebody-else")];
    await assert.rejects(
      apply(engine.operation),
      (error) =>
        error instanceof UserError &&
        error.message.startsWith("Stack dev is being updated by somebody-else@"),
    );
    assert.deepEqual([engine.asked, existsSync(file)], [["up"], true]);
  });

  it("reads the cluster back where it is ahead of the checkpoint, and tries again", async () => {
    engine.failures = [stale];
    await apply(engine.operation);
    assert.deepEqual(engine.asked, ["up", "refresh", "up"]);
    assert.deepEqual(engine.web.weights, { blue: 100, green: 0 });
  });

  it("mends both, one after the other", async () => {
    engine.failures = [mine(), stale];
    await apply(engine.operation);
    assert.deepEqual(engine.asked, ["up", "up", "refresh", "up"]);
  });

  it("mends each once: what doesn't help isn't repeated", async () => {
    engine.failures = [stale, stale, stale];
    await assert.rejects(apply(engine.operation), refused(`${stale}\n${ending}`));
    assert.deepEqual(engine.asked, ["up", "refresh", "up"]);

    engine = new FakeEngine(undefined, folder);
    const lock = mine();
    engine.failures = [lock, lock, lock];
    await assert.rejects(
      apply(engine.operation),
      (error) => error instanceof UserError && error.message.startsWith("Stack dev is being updated by "),
    );
    assert.deepEqual(engine.asked, ["up", "up"]);
  });

  it("tells any other failure as the engine told it, once, and tries nothing", async () => {
    engine.failures = ["Deployment web-green: 0 of 1 pods are available"];
    await assert.rejects(
      apply(engine.operation),
      refused(`Deployment web-green: 0 of 1 pods are available\n${ending}`),
    );
    assert.deepEqual(engine.asked, ["up"]);
  });
});

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
