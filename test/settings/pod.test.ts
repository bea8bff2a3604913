import assert from "node:assert/strict";
import fc from "fast-check";
import { canonicalQuantity } from "../../estimate/quantity";
import { path, resourcesSchema } from "../../settings/pod";

const base = "http://a.b";

describe("a path of the settings", () => {
  it("never leads to another host, whatever is accepted", () => {
    const part = fc.constantFrom(
      ...[
        "/",
        "\\",
        ".",
        "..",
        "@",
        ":",
        "?",
        "#",
        "%2f",
        "%5c",
        "a.example",
        "\t",
        "\n",
        "\u0000",
        "\u00a0",
      ],
    );
    const near = fc.array(fc.oneof(part, fc.string({ maxLength: 3 })), { maxLength: 8 });
    const text = fc.oneof(
      near.map((parts) => `/${parts.join("")}`),
      fc.string({ unit: "binary" }),
    );
    let accepted = 0;
    fc.assert(
      fc.property(text, (one) => {
        if (!path.safeParse(one).success) return;
        accepted++;
        const address = new URL(one, base);
        assert.equal(address.origin, base);
        assert.equal(new URL(address.href).origin, base); // as it is asked
      }),
      { numRuns: 5000 },
    );
    assert.ok(accepted > 500, String(accepted));
  });

  it("may hold anything else that a path, a query or a fragment does", () => {
    for (const one of ["/", "/healthz", "/a//b", "/a\\b", "/?deep=//x", "/@x:1", "/.//x", "/%2f%2fx", "/é#x"])
      assert.ok(path.safeParse(one).success, one);
  });
});

describe("resources of the settings", () => {
  it("may be written as YAML and Kubernetes have them, and mean the same pods", () => {
    const canonical = (resources: unknown) =>
      Object.values(resourcesSchema.parse(resources)).map((text) => canonicalQuantity(text));
    for (const [one, other] of [
      [{ cpu: 1 }, { cpu: "1000m" }],
      [{ cpu: 0.5 }, { cpu: "500m" }],
      [{ cpu: "1.5" }, { cpu: "1500m" }],
      [{ cpu: "0.125" }, { cpu: "125m" }],
      [{ memory: "1.5Gi" }, { memory: "1536Mi" }],
      [{ memory: "0.25Gi" }, {}],
    ] as const)
      assert.deepEqual(canonical(one), canonical(other));
  });
});
