import type { V1Deployment } from "@kubernetes/client-node";
import assert from "node:assert/strict";
import { openKubernetes } from "../../live/kubernetes";
import { annotations } from "../../release/model";
import { BranchEnvironment } from "./branch-environment";
import { ask, askUntil } from "./gateway";
import { underLoad } from "./under-load";

/** Line that the command prints once the pods were written, before the engine's first step. */
const starting = /^ {2}web: the pods of release \S+ are starting\.$/m;
const firstStep = /^update /m;

const revisionOf = ({ metadata }: V1Deployment) =>
  Number(metadata?.annotations?.["deployment.kubernetes.io/revision"]);

describe("a head start of a release on a real cluster", () => {
  let environment: BranchEnvironment;
  let version = 1;
  const answering = async () => (await ask(environment.host)).release;
  const next = () => {
    environment.want(String(++version));
  };
  const idle = async () => {
    const { weights } = await environment.status();
    return weights?.green === 100 ? "web-blue" : "web-green";
  };
  const deployment = async (name: string) => {
    const { apps } = await openKubernetes();
    return apps.readNamespacedDeployment({ name, namespace: environment.namespace });
  };

  before(async () => {
    environment = new BranchEnvironment("feature/head-start");
    environment.want("1");
    await environment.make();
    await askUntil(environment.host, ({ status }) => status === 200);
  });

  after(() => environment.remove());

  afterEach(async () => {
    await environment.turnout("settle");
  });

  it("gives the cluster what the engine declares: its own change makes no other pods", async () => {
    const old = await answering();
    const name = await idle();
    const before = await deployment(name);
    next();
    const { releases } = await underLoad("release with a head start", [environment.host], async () => {
      const output = await environment.turnout("up");
      assert.match(output, starting);
      assert.ok(output.search(starting) < output.search(firstStep), output);
    });
    assert.deepEqual(Object.keys(releases), [old, await answering()]);
    const { metadata } = await deployment(name);
    // Counted by the Deployment's controller: one for each pod template.
    assert.equal(revisionOf({ metadata }), revisionOf(before) + 1);
    assert.equal(metadata?.annotations?.[annotations.candidate], undefined);
    const managers = metadata?.managedFields?.filter(({ operation }) => operation === "Apply");
    assert.equal(managers?.length, 1, JSON.stringify(managers));
  });

  it("is left out where the settings say so", async () => {
    next();
    environment.set("headStart", false);
    await underLoad("release without a head start", [environment.host], async () => {
      assert.doesNotMatch(await environment.turnout("up"), starting);
    });
    environment.set("headStart", true);
  });

  for (const parts of [["command", "engine"], ["command"], ["engine"]] as const)
    it(`loses no request where ${parts.join(" and ")} are killed after it, and the update is run again`, async () => {
      const old = await answering();
      next();
      const { releases } = await underLoad(
        `head start, ${parts.join(" and ")} killed`,
        [environment.host],
        async () => {
          const release = await environment.begin("release");
          await release.until(starting);
          release.kill(...parts);
          await release.ended;
          await environment.turnout("release");
        },
      );
      assert.deepEqual(Object.keys(releases), [old, await answering()]);
    });

  it("is never rolled back to, nor settled as if it had served", async () => {
    const old = await answering();
    const name = await idle();
    next();
    const { releases } = await underLoad("head start killed, rollback", [environment.host], async () => {
      const release = await environment.begin("up");
      await release.until(starting);
      release.kill("command", "engine");
      await release.ended;
      const { metadata } = await deployment(name);
      assert.notEqual(metadata?.annotations?.[annotations.candidate], undefined);
      const { code, errors } = await environment.attempt("rollback");
      assert.equal(code, 1);
      assert.match(errors, /has no release to go back to; nothing was changed\./);
      await environment.turnout("abort");
    });
    assert.deepEqual(Object.keys(releases), [old]);
    next();
    await environment.turnout("up");
  });
});
