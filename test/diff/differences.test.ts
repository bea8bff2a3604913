import assert from "node:assert/strict";
import fc from "fast-check";
import { differences } from "../../diff/differences";
import type { Value } from "../../program/recording";
import { isUnder } from "../../kinds/kind";

describe("differences", () => {
  it("are the smallest values that differ, in order, each with its path as Pulumi writes it", () => {
    const before = { spec: { replicas: 1, hosts: [{ path: "/a" }] }, labels: { "a.b/c": "x", "1": "y" } };
    const after = { spec: { replicas: 2, hosts: [{ path: "/b" }] }, labels: { "a.b/c": "z", "1": "q" } };
    assert.deepEqual(differences(before, after), [
      { path: 'labels["1"]', before: "y", after: "q" },
      { path: 'labels["a.b/c"]', before: "x", after: "z" },
      { path: "spec.hosts[0].path", before: "/a", after: "/b" },
      { path: "spec.replicas", before: 1, after: 2 },
    ]);
  });

  it("have a side that is missing where only one has the property", () => {
    assert.deepEqual(differences({ a: 1, list: [1] }, { b: { c: 2 }, list: [1, { d: 3 }] }), [
      { path: "a", before: 1, after: undefined },
      { path: "b", before: undefined, after: { c: 2 } },
      { path: "list[1]", before: undefined, after: { d: 3 } },
    ]);
  });

  it("tell null from nothing, a list from an object, and text from a number", () => {
    assert.equal(differences({ a: null }, {}).length, 1);
    assert.equal(differences({ a: [] }, { a: {} }).length, 1);
    assert.equal(differences({ a: "1" }, { a: 1 }).length, 1);
  });

  it("take a secret whole, also beside a value that isn't one", () => {
    assert.deepEqual(differences({ a: { hidden: "1" } }, { a: { hidden: "2" } }), [
      { path: "a", before: { hidden: "1" }, after: { hidden: "2" } },
    ]);
    assert.deepEqual(differences({ a: { b: 1 } }, { a: { hidden: "2" } }), [
      { path: "a", before: { b: 1 }, after: { hidden: "2" } },
    ]);
  });

  describe("of lists whose elements have names", () => {
    const variable = (name: string, value: string) => ({ name, value });
    const [a, b, c] = [variable("A", "0"), variable("B", "1"), variable("C", "2")];

    it("go by the names: one that comes or goes moves no other", () => {
      assert.deepEqual(differences({ env: [b, c] }, { env: [a, b, c] }), [
        { path: "env[A]", before: undefined, after: a },
      ]);
      assert.deepEqual(differences({ env: [a, b, c] }, { env: [b, variable("C", "3")] }), [
        { path: "env[A]", before: a, after: undefined },
        { path: "env[C].value", before: "2", after: "3" },
      ]);
      assert.deepEqual(differences({ env: [] }, { env: [a] }), [
        { path: "env[A]", before: undefined, after: a },
      ]);
    });

    it("go by the names at every depth", () => {
      const web = (image: string, ...env: (typeof a)[]): Value => ({ name: "web.1", image, env });
      const [before, after] = [web("a:1", a), web("a:2", b, a)];
      const proxy = { name: "proxy", image: "proxy:1" };
      assert.deepEqual(differences({ containers: [proxy, before] }, { containers: [after, proxy] }), [
        { path: "containers[web.1].env[B]", before: undefined, after: b },
        { path: "containers[web.1].image", before: "a:1", after: "a:2" },
      ]);
    });

    it("tell another order in one line where nothing else differs", () => {
      assert.deepEqual(differences({ env: [a, b] }, { env: [b, a] }), [
        { path: "env", before: ["A", "B"], after: ["B", "A"] },
      ]);
    });

    for (const [what, list] of [
      ["no name", [{ value: "1" }, a]],
      ["the same name twice", [a, a]],
      ["a name that is no text", [{ name: 1 }]],
      ["a mere number for a name", [{ name: "0" }]],
      ["a name that can't be told in a path", [{ name: "a]b" }]],
      ["a hidden value for an element", [{ hidden: "1" }]],
      ["text for an element", ["A"]],
    ] as const)
      it(`go by position where one has ${what}`, () => {
        const [found] = differences({ list: [b] }, { list });
        assert.match(found?.path ?? "", /^list\[0\]/);
      });
  });

  describe("of quantities", () => {
    const container = (cpu: Value, memory: Value) => ({ resources: { limits: { cpu, memory } } });

    it("are none between two ways to write one", () => {
      assert.deepEqual(differences(container("1000m", "1Gi"), container(1, "1024Mi")), []);
      assert.deepEqual(differences(container("1000m", "1Gi"), container("1001m", "1G")), [
        { path: "resources.limits.cpu", before: "1000m", after: "1001m" },
        { path: "resources.limits.memory", before: "1Gi", after: "1G" },
      ]);
    });

    for (const [where, before, after] of [
      [
        "a quota",
        { spec: { hard: { "requests.cpu": "2000m" } } },
        { spec: { hard: { "requests.cpu": "2" } } },
      ],
      [
        "a namespace's limits",
        { limits: [{ type: "Container", default: { memory: "1Gi" }, max: { cpu: "4" } }] },
        { limits: [{ type: "Container", default: { memory: "1024Mi" }, max: { cpu: "4000m" } }] },
      ],
      ["a volume", { emptyDir: { sizeLimit: "64Mi" } }, { emptyDir: { sizeLimit: "65536Ki" } }],
      [
        "an autoscaler",
        { metrics: [{ resource: { target: { averageValue: "0.5" } } }] },
        { metrics: [{ resource: { target: { averageValue: "500m" } } }] },
      ],
      [
        "a chart's values",
        { values: { resources: { requests: { cpu: 0.1 } } } },
        { values: { resources: { requests: { cpu: "100m" } } } },
      ],
    ] as const)
      it(`are none in ${where}`, () => {
        assert.deepEqual(differences(before, after), []);
      });

    it("are looked for only where Kubernetes has them: elsewhere the text counts", () => {
      for (const path of [
        ["env", "value"],
        ["labels", "size"],
        ["data", "cpu"],
        ["metadata", "limits"],
      ] as const) {
        const tree = (text: string) => ({ [path[0]]: { [path[1]]: text } });
        assert.equal(differences(tree("1000m"), tree("1")).length, 1, path.join("."));
      }
    });
  });

  it("are none between equal values, and some between others", () => {
    const value = fc.jsonValue() as fc.Arbitrary<Value>;
    fc.assert(
      fc.property(value, value, (a, b) => {
        assert.deepEqual(differences(a, structuredClone(a)), []);
        let same = true;
        try {
          assert.deepEqual(a, b);
        } catch {
          same = false;
        }
        assert.equal(differences({ a }, { a: b }).length === 0, same);
      }),
    );
  });
});

describe("isUnder", () => {
  for (const [path, parent, expected] of [
    ["spec", "spec", true],
    ["spec.template.x", "spec.template", true],
    ["spec[0]", "spec", true],
    ['data["a.b"]', "data", true],
    ["specs", "spec", false],
    ["spec", "spec.template", false],
    ["spec.ports[3].name", "spec.ports[*].name", true],
    ["spec.ports[3].name", "spec.ports[0]", true],
    ["spec.ports[3].name", "spec.ports[*].port", false],
    ["spec.ports[http].port", "spec.ports[*].port", true],
    ["spec.ports[http].port", "spec.ports[0].port", true],
    ['data["a.b"].c', "data[*].c", false],
  ] as const)
    it(`says ${expected ? "yes" : "no"} of ${path} and ${parent}`, () => {
      assert.equal(isUnder(path, ["other", parent]), expected);
    });

  it("says no of no parents", () => {
    assert.equal(isUnder("spec", []), false);
  });
});
