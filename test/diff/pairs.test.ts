import assert from "node:assert/strict";
import { servingPlaces } from "../../diff/pairs";
import type { Declared, Value } from "../../program/recording";

describe("servingPlaces", () => {
  const object = (type: string, name: string, inputs: Readonly<Record<string, Value>>): Declared => ({
    urn: `urn:pulumi:dev::turnout::${type}::${name}`,
    type,
    name,
    inputs: { metadata: { name, namespace: "shop-dev" }, ...inputs },
    aliases: [],
    ignoreChanges: [],
    replaceOnChanges: [],
    protect: false,
  });
  const routeTo = (...backendRefs: readonly Value[]) =>
    object("kubernetes:gateway.networking.k8s.io/v1:HTTPRoute", "web", {
      spec: { rules: [{ backendRefs }] },
    });
  const serving = (...backends: readonly Value[]) => [
    ...servingPlaces({ resources: [routeTo(...backends)], messages: [] }),
  ];

  it("are what stands behind a weight", () => {
    assert.deepEqual(serving({ name: "web-blue", weight: 100 }, { name: "web-green", weight: 0 }), [
      "shop-dev/web-blue",
    ]);
  });

  it("are also what stands behind no weight, which is 1 to Gateway API", () => {
    assert.deepEqual(serving({ name: "web-blue" }, { name: "web-green", weight: 0 }), ["shop-dev/web-blue"]);
  });
});
