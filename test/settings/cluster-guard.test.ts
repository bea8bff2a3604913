import assert from "node:assert/strict";
import { belongingCluster } from "../../settings/cluster-guard";

describe("belongingCluster", () => {
  it("is the recorded one where the kubeconfig leads there", () => {
    assert.equal(belongingCluster({ stack: "dev", recorded: "aaa", current: "aaa" }), "aaa");
  });

  it("is the kubeconfig's before the first update", () => {
    assert.equal(belongingCluster({ stack: "dev", current: "aaa" }), "aaa");
  });

  it("is the recorded one where there is no kubeconfig, as in a diff", () => {
    assert.equal(belongingCluster({ stack: "dev", recorded: "aaa" }), "aaa");
  });

  it("is unknown where nothing tells", () => {
    assert.equal(belongingCluster({ stack: "dev" }), "unknown");
  });

  it("is the pinned one, which overrules the recorded one", () => {
    assert.equal(belongingCluster({ stack: "dev", pinned: "bbb", recorded: "aaa", current: "bbb" }), "bbb");
    assert.equal(belongingCluster({ stack: "dev", pinned: "bbb", recorded: "aaa" }), "bbb");
  });

  const fix =
    "nothing was changed. Switch back with `kubectl config use-context`, or, if it is the same cluster with a new " +
    "address or certificate, run `pulumi config set turnout:cluster bbb`.";

  for (const [title, claim, why] of [
    ["recorded", { recorded: "aaa" }, "the kubeconfig's current context leads"],
    ["recorded, by a context of the settings", { recorded: "aaa", context: "kind" }, "context kind leads"],
    ["pinned", { pinned: "aaa", recorded: "bbb" }, "the kubeconfig's current context leads"],
  ] as const)
    it(`is refused where the kubeconfig leads to another than the ${title}, in a sentence and without a stack`, () => {
      const message = `Stack dev belongs to cluster aaa, but ${why} to cluster bbb; ${fix}`;
      assert.throws(() => belongingCluster({ stack: "dev", current: "bbb", ...claim }), {
        message,
        stack: "",
      });
    });
});
