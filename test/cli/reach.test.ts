import assert from "node:assert/strict";
import { checkpointIn } from "../../cli/last-checkpoint";
import { reachOf, type Facts } from "../../cli/reach";
import { platformResources, resourcesOf } from "./recorded";

const checkpointOf = (resources: readonly object[]) =>
  checkpointIn(JSON.stringify({ deployment: { resources } }));
const told = (...args: Parameters<typeof resourcesOf>) => checkpointOf(resourcesOf(...args));
const url = "http://shop-dev.localhost:8000/";

describe("reachOf", () => {
  const facts: Facts = { checkpoint: told("c1", url), context: "kind-shop", current: "c1" };

  it("is the context that leads to the recorded cluster, and where it was recorded to answer", () => {
    const { way, entryOf } = reachOf(facts) ?? assert.fail("there is none");
    assert.deepEqual(way, { context: "kind-shop" });
    assert.deepEqual([entryOf("web"), entryOf("api")], [{ url }, undefined]);
  });

  const ways: readonly (readonly [title: string, more: Partial<Facts>, reached: boolean])[] = [
    ["the context leads to another cluster", { current: "c2" }, false],
    ["the context leads nowhere", { current: undefined }, false],
    ["nothing was recorded", { checkpoint: {} }, false],
    ["the cluster was not known then", { checkpoint: told("unknown", url), current: undefined }, false],
    ["the settings insist on this one over the recorded one", { current: "c2", pinned: "c2" }, true],
    ["the settings insist on another one", { pinned: "c2" }, false],
    ["the settings insist on one, and nothing was recorded", { checkpoint: {}, pinned: "c1" }, false],
  ];
  for (const [title, more, reached] of ways)
    it(`is ${reached ? "there" : "none"} where ${title}`, () => {
      assert.equal(reachOf({ ...facts, ...more }) !== undefined, reached);
    });

  describe("on AWS", () => {
    const arn = "arn:aws:eks:eu-central-1:111122223333:cluster/turnout";
    const gateways = { shared: { address: "lb-1.example" }, "shared-2": { address: "lb-2.example" } };
    const onAws = (checkpoint: Facts["checkpoint"], outputs: object = {}): Facts => ({
      checkpoint,
      platform: {
        cluster: arn,
        checkpoint: checkpointOf(platformResources({ cluster: arn, kubeconfig: "{}", gateways, ...outputs })),
      },
    });

    it("is the platform's kubeconfig, and the load balancer that its Gateway has, where no DNS leads there", () => {
      const http = "http://shop-dev.shop.example/";
      for (const [gateway, via] of [
        ["shared", "lb-1.example"],
        ["shared-2", "lb-2.example"],
      ] as const) {
        const reach = reachOf(onAws(told(arn, http, gateway))) ?? assert.fail("there is none");
        assert.deepEqual([reach.way, reach.entryOf("web")], [{ kubeconfig: "{}" }, { url: http, via }]);
      }
      assert.equal(reachOf(onAws(told(arn, http, "shared-3")))?.entryOf("web"), undefined);
      assert.equal(reachOf(onAws(told(arn, undefined)))?.entryOf("web"), undefined);
    });

    it("is HTTPS at the domain's own name, where there is one", () => {
      const https = "https://shop-dev.shop.example/";
      assert.deepEqual(reachOf(onAws(told(arn, https)))?.entryOf("web"), { url: https });
    });

    it("is none where the settings, the platform or the record are about another cluster", () => {
      const other = arn.replace("turnout", "other");
      assert.equal(reachOf(onAws(told(other, url))), undefined);
      assert.equal(reachOf(onAws(told("c1", url))), undefined);
      assert.equal(reachOf(onAws(told(arn, url), { cluster: other })), undefined);
      assert.equal(reachOf(onAws(told(arn, url), { kubeconfig: undefined })), undefined);
    });
  });
});
