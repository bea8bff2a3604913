import assert from "node:assert/strict";
import { declareOnAws, github, wholePlatform, zone } from "../components/on-aws";
import { resourcesOf, verdict } from "./recorded";

describe("the policies", () => {
  it("have nothing to say about a platform with everything that can be asked for", async () => {
    assert.deepEqual(verdict(resourcesOf(await wholePlatform())), []);
  });

  it("have nothing to say about a platform that Jenkins changes", async () => {
    const settings = { "turnout:role": "platform" };
    const platform = await declareOnAws({
      stack: "platform",
      aws: { ...zone, jenkins: "platform" },
      settings,
    });
    const names = resourcesOf(platform).map(({ name }) => name);
    assert.ok(names.includes("jenkins-network"));
    assert.deepEqual(verdict(resourcesOf(platform)), []);
  });

  it("have nothing to say about an environment on it, also with a load balancer of its own", async () => {
    for (const gateway of [{}, { own: true }])
      assert.deepEqual(
        verdict(resourcesOf(await declareOnAws({ aws: { ...zone, ...github }, gateway }))),
        [],
      );
  });

  it("have nothing to say about where the state is kept", async () => {
    const state = await declareOnAws({ stack: "state", settings: { "turnout:role": "state" } });
    assert.deepEqual(verdict(resourcesOf(state)), []);
  });
});
