import assert from "node:assert/strict";
import { isUnknown, takenOver, withChanged } from "../../program/taken-over";
import { deploymentOf, routeOf } from "../live/objects";

const objects = (application: string) => [
  { ...deploymentOf(application, "blue", "r1"), kind: "Deployment" },
  { ...deploymentOf(application, "green", "r2"), kind: "Deployment" },
  { ...routeOf(application, { blue: 0, green: 100 }), kind: "HTTPRoute" },
];

describe("an application that another stack made", () => {
  it("is planned from as it is in the cluster, without what is another application's", () => {
    const green = deploymentOf("web", "green", "r2");
    const { state, templates } = takenOver("web", [...objects("api"), ...objects("web")]);
    assert.deepEqual(state.weights, { blue: 0, green: 100 });
    assert.deepEqual([state.blue?.release, state.green?.release], ["r1", "r2"]);
    assert.deepEqual(Object.keys(templates), ["blue", "green"]);
    assert.deepEqual(templates.green, green.spec?.template);
  });

  it("is unknown where nothing of it is there", () => {
    for (const found of [[], undefined, objects("api")]) assert.ok(isUnknown(takenOver("web", found).state));
    assert.ok(!isUnknown(takenOver("web", objects("web")).state));
    const [pods] = objects("web");
    assert.ok(!isUnknown(takenOver("web", pods && [pods]).state));
  });
});

describe("withChanged", () => {
  const { state } = takenOver("web", objects("web"));

  it("marks the colors whose pods were changed by hand", () => {
    const { blue, green } = withChanged(state, "web", ["web-green", "api-blue"]);
    assert.deepEqual([blue, green], [state.blue, { ...state.green, changed: true }]);
  });

  it("leaves all as it is where there are none, or the color isn't there", () => {
    assert.deepEqual(withChanged(state, "web"), state);
    const { blue, ...rest } = state;
    assert.deepEqual(withChanged(rest, "web", ["web-blue"]), rest);
    assert.ok(blue);
  });
});
