import assert from "node:assert/strict";
import { Metrics } from "../../../components/platform/add-ons";
import { recorded } from "./recorded";

describe("Metrics", () => {
  it("is EKS's own metrics-server and opens no security group for it", async () => {
    const { resources } = await recorded(
      (options) => new Metrics("metrics", { clusterName: "shop" }, options),
    );
    const made = resources.filter(({ type }) => !type.startsWith("pulumi:providers:"));
    assert.deepEqual(
      made.map(({ type, inputs }) => [type, inputs.clusterName, inputs.addonName]),
      [["aws:eks/addon:Addon", "shop", "metrics-server"]],
    );
  });
});
