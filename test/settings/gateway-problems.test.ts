import assert from "node:assert/strict";
import { branches } from "../../branches";
import type { BranchMap } from "../../naming/branch-map";
import { gatewayProblems } from "../../settings/gateway-problems";
import { sentence } from "../../problems/problem";
import { parseSettings } from "../../settings/settings";
import { declare } from "../components/declared";
import { rule } from "../naming/maps";
import { declareOnAws } from "../stacks/on-aws";
import { settingsWith } from "./shop";

const sentencesFor = (namespace: string, map: BranchMap = branches) => {
  const parsed = parseSettings(settingsWith({ gateway: { namespace, name: "shared" } }));
  assert.ok("settings" in parsed);
  return gatewayProblems(parsed.settings, map).map(sentence);
};
const within = (namespace: string, pattern: string) =>
  `turnout:gateway.namespace is "${namespace}": must be apart from the environments' namespaces, which are ${pattern} ` +
  "by branches.ts, or a branch could change the Gateway of all; rename it, or those in branches.ts.";

describe("the Gateways' namespace", () => {
  it("is apart from the environments' by the project's own settings and map", () => {
    assert.deepEqual(sentencesFor("turnout-gateway"), []);
    assert.deepEqual(sentencesFor("smallcase"), []);
    assert.deepEqual(sentencesFor("kube-system"), []);
  });

  it("must not fall under their common pattern, whether a branch can get it or not", () => {
    for (const namespace of ["smallcase-gateway", "smallcase-blue", "smallcase-local-x"])
      assert.deepEqual(sentencesFor(namespace), [within(namespace, "smallcase-*")]);
  });

  it("must not fall under any of them where they have no pattern in common", () => {
    const map = {
      app: "shop",
      rules: [rule("main", "prod", "production"), rule("*", "pr-<name>", "<name>-shop")],
    };
    assert.deepEqual(sentencesFor("turnout-gateway", map), []);
    assert.deepEqual(sentencesFor("production", map), [within("production", "production")]);
    assert.deepEqual(sentencesFor("gateway-shop", map), [within("gateway-shop", "*-shop")]);
    assert.deepEqual(sentencesFor("shop-local-x", map), [within("shop-local-x", "shop-local-*")]);
  });

  describe("in the program, offline", () => {
    const wrong = { "turnout:gateway": JSON.stringify({ namespace: "smallcase-gateway", name: "shared" }) };
    const platform = { "turnout:role": "platform" };
    const refused = (stack: string) => ({
      message: `1 setting is wrong in stack ${stack}; nothing was changed:\n  ${within("smallcase-gateway", "smallcase-*")}`,
    });

    it("is refused to an environment and to a platform, on a local cluster", async () => {
      await assert.rejects(declare({ settings: wrong }), refused("dev"));
      await assert.rejects(
        declare({ stack: "platform", settings: { ...wrong, ...platform } }),
        refused("platform"),
      );
    });

    it("is refused to both on AWS", async () => {
      await assert.rejects(declareOnAws({ settings: wrong }), refused("dev"));
      await assert.rejects(
        declareOnAws({ stack: "platform", settings: { ...wrong, ...platform } }),
        refused("platform"),
      );
    });
  });
});
