import assert from "node:assert/strict";
import { BranchEnvironment } from "./branch-environment";
import { ask, askUntil } from "./gateway";
import { contents } from "./kubernetes";
import { underLoad } from "./under-load";

/** All that lies in a namespace, but what changes by itself while old pods end. */
const standing = async (namespace: string) =>
  (await contents(namespace)).filter((line) => !/^(Pod|ReplicaSet|ResourceQuota|Deployment) /.test(line));

describe("two clones of one branch, each with a state of its own, on a real cluster", () => {
  let first: BranchEnvironment;
  let second: BranchEnvironment;

  before(async () => {
    [first, second] = [new BranchEnvironment("feature/clones"), new BranchEnvironment("feature/clones")];
    first.want("1");
    second.want("2");
    await first.make();
    await askUntil(first.host, ({ status }) => status === 200);
  });

  after(async () => {
    await first.remove();
    second.checkout.remove();
  });

  const foreign =
    /^Namespace \S+ belongs to the same stack in another state: project turnout, stack \S+, state [0-9a-f]{12}(?: \(branch \S+\))?; nothing was (?:changed|destroyed)\. /m;

  /** Every verb that changes something. */
  const refuses = async (environment: BranchEnvironment, ...verbs: string[]) => {
    const before = await standing(environment.namespace);
    const release = (await ask(environment.host)).release;
    await underLoad(`another clone: ${verbs.join(", ")}`, [environment.host], async () => {
      for (const verb of verbs) {
        const { code, errors } = await environment.attempt(verb);
        assert.equal(code, 1, `${verb}: ${errors}`);
        assert.match(errors, foreign, verb);
        assert.match(errors, /--adopt`/, verb);
      }
    });
    assert.deepEqual(await standing(environment.namespace), before);
    assert.equal((await ask(environment.host)).release, release);
  };

  it("refuse each other before the first change", async () => {
    await refuses(second, "up", "release", "rollback", "settle");
  });

  it("leave alone what isn't theirs when they destroy", async () => {
    await underLoad("another clone: destroy", [first.host], async () => {
      assert.match(await second.turnout("destroy"), /; it was left alone\.$/m);
    });
    assert.equal((await ask(first.host)).status, 200);
  });

  it("take over on purpose without losing a request, whatever serves", async () => {
    first.want("3");
    await first.turnout("up"); // green serves
    await first.turnout("settle"); // makes room for the pods of the next release
    const old = (await ask(first.host)).release;
    const { releases } = await underLoad(
      "adopted",
      [first.host],
      async () => void (await second.turnout("up", "--adopt")),
    );
    const { weights, blue } = await second.status();
    assert.deepEqual(weights, { blue: 100, green: 0 });
    assert.deepEqual(Object.keys(releases), [old, blue?.release]);
    await second.turnout("settle");
  });

  it("change places: what was taken over is refused to the one that made it", async () => {
    await refuses(first, "up", "release", "rollback", "destroy");
    assert.match(
      await first.turnout("status"),
      /^Namespace \S+ belongs to the same stack in another state: /m,
    );
  });
});
