import assert from "node:assert/strict";
import { loadsOf } from "../../capacity/load-balancer";
import { loadOfApplication } from "../../capacity/occupancy";
import { declare, web } from "../components/declared";
import { configMap, recordingOf } from "../diff/resources";
import { route } from "./aws";

const colors = ["web-blue", "web-green"];

describe("loadsOf", () => {
  it("has a target group for each Gateway, route and Service, and a rule for each route", () => {
    const loads = loadsOf(recordingOf(route("web", colors), route("web--preview", colors), configMap("x")));
    assert.deepEqual([...loads], [["turnout/shared", { targetGroups: 4, rules: 2 }]]);
  });

  it("keeps the Gateways apart", () => {
    const loads = loadsOf(recordingOf(route("a", ["a"], ["one"]), route("b", colors, ["two", "one"])));
    assert.deepEqual(Object.fromEntries(loads), {
      "turnout/one": { targetGroups: 3, rules: 2 },
      "turnout/two": { targetGroups: 2, rules: 1 },
    });
  });

  it("has the rules of a route in each of its listeners, and its target groups once", () => {
    const loads = loadsOf(recordingOf(route("web", colors, ["shared", "shared"])));
    assert.deepEqual(loads.get("turnout/shared"), { targetGroups: 2, rules: 2 });
  });

  it("has a rule for each hostname and each match, and one for a redirect, which has no target group", () => {
    const many = { hostnames: ["a", "b", "c"], rules: [{ matches: [{}, {}] }, { matches: [] }] };
    assert.deepEqual(
      [...loadsOf(recordingOf(route("r", [], ["shared"], many))).values()],
      [{ targetGroups: 0, rules: 9 }],
    );
  });

  it("counts a Service once that several rules of one route lead to, and its ports apart", () => {
    const backendRefs = [{ name: "web", port: 80 }];
    const rules = [{ backendRefs }, { backendRefs }, { backendRefs: [{ name: "web", port: 81 }] }];
    assert.deepEqual(loadsOf(recordingOf(route("web", [], ["shared"], { rules }))).get("turnout/shared"), {
      targetGroups: 2,
      rules: 3,
    });
  });

  it("finds in the real program what a tenant is taken to need for each application", async () => {
    const { targetGroups, rules } = loadOfApplication;
    const one = loadsOf(await declare());
    assert.deepEqual([...one.values()], [{ targetGroups, rules }]);
    const two = loadsOf(await declare({ applications: [web, { ...web, name: "api" }] }));
    assert.deepEqual([...two.values()], [{ targetGroups: 2 * targetGroups, rules: 2 * rules }]);
  });
});
