import assert from "node:assert/strict";
import { fromEngine, fromStack } from "../../policy/from-engine";
import { notKnown } from "../../policy/resource";

/** As @pulumi/policy hands inputs to a policy: what a preview can't know throws when it is read. */
function throwing(inputs: object, ...unknowns: string[]): object {
  return new Proxy(inputs, {
    get: (target, key) => {
      if (unknowns.includes(String(key))) throw new Error(`string value at .${String(key)} can't be known`);
      return Reflect.get(target, key) as unknown;
    },
  });
}

const seen = { urn: "urn:pulumi:a", type: "aws:s3/bucket:Bucket", name: "a" };

describe("a resource from the engine", () => {
  it("keeps what is known of it, at any depth", () => {
    const props = throwing(
      {
        id: "",
        list: throwing(["a", "b", { c: 1 }], "1"),
        inner: throwing({ x: "", y: null }, "x"),
        plain: 2,
      },
      "id",
    );
    assert.deepEqual(fromEngine({ ...seen, props }).inputs, {
      id: notKnown,
      list: ["a", notKnown, { c: 1 }],
      inner: { x: notKnown, y: null },
      plain: 2,
    });
  });

  it("says where its inputs come from, in a whole stack", () => {
    const propertyDependencies = { bucket: [{ urn: "urn:pulumi:b" }], tags: [] };
    const { sources } = fromStack({ ...seen, props: {}, propertyDependencies });
    assert.deepEqual(sources, { bucket: ["urn:pulumi:b"], tags: [] });
  });
});
