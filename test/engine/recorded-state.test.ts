import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { SHOP, shop, type ShopOptions } from "./shop";
import { Simulation } from "./simulation";

// What docs/release.md#recorded-state relies on.
describe("a stack that reads its own checkpoint with readStackResourceOutputs", () => {
  let simulation: Simulation;
  let seen: Recorded = {};
  beforeEach(async () => {
    simulation = await Simulation.start();
  });
  afterEach(() => simulation.close());

  /** An update that the test only builds on: it must end well. */
  const given = async (program: ReturnType<typeof shop>) => {
    assert.equal((await simulation.engine.up(program)).errors, "");
  };
  /** The shop, after a look at what the engine recorded of it. */
  const looking =
    (options: ShopOptions = {}) =>
    async () => {
      seen = await recorded();
      return shop(options)();
    };
  const image = () => find(SHOP.deployment)?.spec?.template?.spec?.containers?.[0]?.image;
  const find = (type: string) => Object.values(seen).find((resource) => resource.type === type)?.outputs;

  it("sees nothing in a first preview, and in a first up only what the engine has just made for itself", async () => {
    await simulation.engine.preview(looking());
    assert.deepEqual(seen, {});
    const outcome = await simulation.engine.up(looking());
    assert.equal(outcome.errors, "");
    const types = Object.values(seen).map(({ type }) => type);
    assert.deepEqual(types.sort(), ["pulumi:providers:pulumi", "pulumi:pulumi:Stack"]);
  });

  it("sees every resource as last checkpointed, in preview and in up", async () => {
    await given(shop({ image: "shop:1" }));
    await simulation.engine.preview(looking({ image: "shop:2" }));
    assert.equal(image(), "shop:1");
    await given(looking({ image: "shop:2" }));
    assert.equal(image(), "shop:1");
    await given(looking({ image: "shop:3" }));
    assert.equal(image(), "shop:2");
  });

  it("sees, after a failed update, the resources that it did change and those that it didn't", async () => {
    await given(shop({ image: "shop:1" }));
    const fault = { at: 1, when: "after", do: "unready" } as const;
    assert.equal((await simulation.engine.up(shop({ image: "shop:2" }), { faults: [fault] })).ok, false);
    await simulation.engine.preview(looking({ image: "shop:3" }));
    assert.equal(image(), "shop:2");
    // The pods of the image before go on running beside those that don't come up.
    const { updatedReplicas, readyReplicas, unavailableReplicas } = find(SHOP.deployment)?.status ?? {};
    assert.deepEqual([updatedReplicas, readyReplicas, unavailableReplicas], [2, 2, 2]);
    assert.notEqual(find(SHOP.service), undefined);
  });

  it("gets secrets as plain values, which the program must not pass on", async () => {
    await given(shop());
    await simulation.engine.preview(looking());
    assert.deepEqual(find(SHOP.secret)?.stringData, { token: "t0p-secret" });
  });

  it("sees, after the engine was killed, what it had checkpointed until then", async () => {
    await simulation.engine.up(shop(), { faults: [{ at: 3, when: "after", do: "kill" }] });
    await simulation.engine.cancel();
    await simulation.engine.preview(looking());
    assert.notEqual(find(SHOP.secret), undefined);
    assert.equal(find(SHOP.deployment), undefined);
  });
});

interface RecordedObject {
  type: string;
  outputs: {
    spec?: { template?: { spec?: { containers?: { image?: string }[] } } };
    status?: { updatedReplicas?: number; readyReplicas?: number; unavailableReplicas?: number };
    stringData?: unknown;
  };
}
type Recorded = Record<string, RecordedObject>;

/** Resources that the engine recorded, by URN. */
async function recorded(): Promise<Recorded> {
  const token = "pulumi:pulumi:readStackResourceOutputs";
  const answer = (await pulumi.runtime.invoke(token, { stackName: pulumi.getStack() })) as {
    outputs: Recorded;
  };
  return answer.outputs;
}
