import assert from "node:assert/strict";
import { propertyDiff } from "./property-diff";
import { decode, encode, UNKNOWN } from "./wire-value";

describe("a difference of properties", () => {
  const diff = (old: unknown, wanted: unknown) => Object.fromEntries(propertyDiff(old, wanted));

  it("names each place as Pulumi writes property paths", () => {
    const old = { metadata: { labels: { "app.kubernetes.io/name": "a" } }, spec: { ports: [{ port: 80 }] } };
    const wanted = {
      metadata: { labels: { "app.kubernetes.io/name": "b" } },
      spec: { ports: [{ port: 81 }] },
    };
    assert.deepEqual(diff(old, wanted), {
      'metadata.labels["app.kubernetes.io/name"]': "update",
      "spec.ports[0].port": "update",
    });
  });

  it("tells what came from what went, also at the end of a list", () => {
    assert.deepEqual(diff({ a: 1, list: [1] }, { b: 1, list: [1, 2] }), {
      a: "delete",
      b: "add",
      "list[1]": "add",
    });
    assert.deepEqual(diff({ list: [1, 2] }, { list: [1] }), { "list[1]": "delete" });
  });

  it("is empty for equal values in another order, and an update where the kind of value changed", () => {
    assert.deepEqual(diff({ a: 1, b: [2] }, { b: [2], a: 1 }), {});
    assert.deepEqual(diff({ a: { b: 1 } }, { a: [1] }), { a: "update" });
    assert.deepEqual(diff({ a: "x" }, { a: UNKNOWN }), { a: "update" });
  });
});

describe("a value on its way between engine and provider", () => {
  it("comes back as it went, with its secrets where they were", () => {
    const sent = { value: { a: [{ b: "s" }], c: { d: "t" }, e: null }, secrets: [["a", 0, "b"], ["c"]] };
    assert.deepEqual(decode(encode(sent)), sent);
  });

  it("leaves out a secret place that holds nothing", () => {
    assert.deepEqual(decode(encode({ value: { a: 1 }, secrets: [["gone"]] })), {
      value: { a: 1 },
      secrets: [],
    });
  });
});
