import assert from "node:assert/strict";
import { settled } from "../../diff/settled";
import { declareOnAws } from "./on-aws";
import { declare, names, shop } from "./declared";
import { optionsOf } from "./dependencies";

describe("how the engine carries out a change of a color", () => {
  const next = [{ ...shop, image: "registry.example/web:2" }];
  const first = () => declare({ applications: [shop] });
  const released = async () => declare({ applications: next, checkpoint: settled(await first()) });

  it("keeps the Secret of a release for the pods that still read it", async () => {
    for (const run of [first, released]) {
      const optionsIn = await optionsOf(run);
      for (const name of names) assert.equal(optionsIn("Secret", name).retainOnDelete, true, name);
    }
  });

  it("gives pods their whole grace, and a minute, to end in, and a release its time to be Ready", async () => {
    const optionsIn = await optionsOf(first);
    for (const name of names)
      assert.deepEqual(
        optionsIn("Deployment", name).timeouts,
        { create: "90s", update: "90s", delete: "115s" },
        name,
      );
  });

  it("keeps the pod template and the Secret of the color that serves, and its size open", async () => {
    const optionsIn = await optionsOf(released);
    const ignored = names.flatMap((name) =>
      ["Deployment", "Secret"].map((kind) => optionsIn(kind, name).ignoreChanges),
    );
    assert.deepEqual(ignored, [
      ["spec.template"],
      ["metadata.name", "immutable", "stringData", "data"],
      [],
      [],
    ]);
  });

  it("keeps an image that other stacks may run", async () => {
    const optionsIn = await optionsOf(() => declareOnAws());
    assert.equal(optionsIn("Image", "web").retainOnDelete, true);
  });
});
