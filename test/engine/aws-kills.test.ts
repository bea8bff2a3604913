import assert from "node:assert/strict";
import { recover } from "../../cli/read-back";
import type { AwsStack } from "./aws-stack";
import { AwsStacks } from "./aws-stacks";
import type { Fault } from "./fault";

const making =
  (kind: string): Fault["at"] =>
  ({ type, step }) =>
    step !== undefined && type.endsWith(`:${kind}`);
/** Delays a step until those that run beside it are done and in the checkpoint: numbered steps would need an order. */
const alone = (kind: string): Fault => ({ at: making(kind), when: "before", do: { delay: 1000 } });

describe("the first update of a platform on AWS after one that was killed, on the real engine", () => {
  let stacks: AwsStacks;
  let platform: AwsStack;
  let nothing: () => void;
  /** Types of all that a platform is made of, in the cluster and in AWS. */
  let whole: string[];

  const typesLeft = () =>
    stacks
      .left()
      .map((one) => one.split(" ")[0] ?? "")
      .sort();

  before(async () => {
    stacks = await AwsStacks.start();
    platform = stacks.platform;
    nothing = stacks.simulation.save();
    await platform.brought();
    whole = typesLeft();
  });
  beforeEach(() => nothing());
  after(() => stacks.close());

  const die = async (...faults: Fault[]) => {
    const { killed, output } = await platform.up({ faults });
    assert.ok(killed, output);
    await platform.engine.cancel();
  };
  /** It completes, nothing is there twice, and nothing is left to do. */
  const assertCompletes = async () => {
    await platform.brought();
    assert.deepEqual(typesLeft(), whole);
    assert.deepEqual((await platform.brought()).changes, []);
  };

  it("completes what has a cluster and no controller, and again what has a Gateway that is still being made", async () => {
    await die(alone("Release"), { at: making("Release"), when: "before", do: "kill" });
    assert.ok(typesLeft().includes("aws:eks/cluster:Cluster"));
    assert.ok(!typesLeft().some((type) => type.endsWith(":Gateway")));
    await die(alone("Gateway"), { at: making("Gateway"), when: "during", do: "kill" });
    assert.ok(typesLeft().some((type) => type.endsWith(":Gateway")));
    await assertCompletes();
  });

  it("takes over a Gateway that was made and never recorded, once the cluster was read back", async () => {
    await die(alone("Gateway"), { at: making("Gateway"), when: "after", do: "kill" });
    await recover(
      platform.engine.stack,
      () => undefined,
      () => undefined,
    );
    const made = await platform.preview();
    assert.deepEqual(
      made.changes.filter(({ type }) => type.endsWith(":Gateway")),
      [],
    );
    await assertCompletes();
  });
});
