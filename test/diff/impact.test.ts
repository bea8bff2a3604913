import assert from "node:assert/strict";
import type { Op } from "../../diff/change";
import { impactOf } from "../../diff/compare";
import { worst, type Impact } from "../../kinds/kind";

interface Case {
  readonly kind: string;
  readonly name?: string;
  readonly op: Op;
  readonly path?: string;
  readonly after?: number;
  readonly serving?: boolean;
}

const spec: readonly (readonly [promise: string, change: Case, impact: Impact])[] = [
  [
    "weights of a route that change move traffic",
    { kind: "HTTPRoute", op: "update", path: "spec.rules[0].backendRefs[1].weight" },
    "traffic",
  ],
  [
    "a hostname of a route that changes moves traffic",
    { kind: "HTTPRoute", op: "update", path: "spec.hostnames[0]" },
    "traffic",
  ],
  [
    "labels of a route are no traffic",
    { kind: "HTTPRoute", op: "update", path: "metadata.labels.a" },
    "none",
  ],
  ["a route that goes away stops traffic", { kind: "HTTPRoute", op: "delete" }, "traffic"],
  [
    "a route that is made again stops traffic",
    { kind: "HTTPRoute", op: "replace", path: "metadata.name" },
    "traffic",
  ],
  [
    "weights of a preview's route that change are nobody's traffic",
    { kind: "HTTPRoute", name: "web--preview", op: "update", path: "spec.rules[0].backendRefs[1].weight" },
    "none",
  ],
  [
    "a preview's route that goes away is nobody's traffic",
    { kind: "HTTPRoute", name: "web--preview", op: "delete" },
    "none",
  ],
  ["a first route is no traffic, nobody came before", { kind: "HTTPRoute", op: "create" }, "none"],
  [
    "a listener of the Gateway that changes moves traffic",
    { kind: "Gateway", op: "update", path: "spec.listeners[0].port" },
    "traffic",
  ],
  ["a Gateway that goes away stops traffic", { kind: "Gateway", op: "delete" }, "traffic"],
  [
    "scaling an idle color up is no traffic",
    { kind: "Deployment", op: "update", path: "spec.replicas", after: 2 },
    "none",
  ],
  [
    "scaling an idle color to nothing is no traffic",
    { kind: "Deployment", op: "update", path: "spec.replicas", after: 0 },
    "none",
  ],
  [
    "a new template of an idle color is no traffic",
    { kind: "Deployment", op: "update", path: "spec.template.spec" },
    "none",
  ],
  [
    "scaling the active color up is no traffic",
    { kind: "Deployment", op: "update", path: "spec.replicas", after: 3, serving: true },
    "none",
  ],
  [
    "scaling the active color to nothing stops traffic",
    { kind: "Deployment", op: "update", path: "spec.replicas", after: 0, serving: true },
    "traffic",
  ],
  [
    "a new template of the active color moves traffic",
    { kind: "Deployment", op: "update", path: "spec.template.spec.containers[0].image", serving: true },
    "traffic",
  ],
  [
    "the active color that is made again stops traffic",
    { kind: "Deployment", op: "replace", path: "spec.selector", serving: true },
    "traffic",
  ],
  ["an idle color that goes away is no traffic", { kind: "Deployment", op: "delete" }, "none"],
  [
    "the active Service that goes away stops traffic",
    { kind: "Service", op: "delete", serving: true },
    "traffic",
  ],
  [
    "a selector of the active Service that changes moves traffic",
    { kind: "Service", op: "update", path: "spec.selector.color", serving: true },
    "traffic",
  ],
  [
    "an annotation of the active Service is no traffic",
    { kind: "Service", op: "update", path: 'metadata.annotations["a"]', serving: true },
    "none",
  ],
  [
    "a secret of the active color that changes may stop its pods",
    { kind: "Secret", op: "update", path: "stringData", serving: true },
    "traffic",
  ],
  ["a secret of an idle color is no traffic", { kind: "Secret", op: "update", path: "stringData" }, "none"],
  [
    "a secret of an idle color that is named anew is no traffic",
    { kind: "Secret", op: "replace", path: "metadata.name" },
    "none",
  ],
  [
    "a secret of the active color that goes away may stop its pods",
    { kind: "Secret", op: "delete", serving: true },
    "traffic",
  ],
  [
    "a budget that is made again is no traffic",
    { kind: "PodDisruptionBudget", op: "replace", path: "spec" },
    "none",
  ],
  [
    "a budget of the active color that goes away is no traffic",
    { kind: "PodDisruptionBudget", op: "delete", serving: true },
    "none",
  ],
  [
    "a quota that changes is no traffic",
    { kind: "ResourceQuota", op: "update", path: "spec.hard.pods" },
    "none",
  ],
  [
    "an autoscaler that goes away is no traffic: the pods stay as many as they are",
    { kind: "HorizontalPodAutoscaler", op: "delete" },
    "none",
  ],
  ["a namespace that goes away can lose data", { kind: "Namespace", op: "delete" }, "data"],
  [
    "a namespace that is made again can lose data",
    { kind: "Namespace", op: "replace", path: "metadata.name" },
    "data",
  ],
  [
    "a namespace's labels are no traffic",
    { kind: "Namespace", op: "update", path: "metadata.labels.a" },
    "none",
  ],
  ["a volume claim that goes away can lose data", { kind: "PersistentVolumeClaim", op: "delete" }, "data"],
  ["an unknown kind that is deleted can lose data", { kind: "Database", op: "delete" }, "data"],
  [
    "an unknown kind that is made again can lose data",
    { kind: "Database", op: "replace", path: "engine" },
    "data",
  ],
  ["an unknown kind that is new is no traffic", { kind: "Database", op: "create" }, "none"],
  [
    "an unknown kind that changes in place is no traffic",
    { kind: "Database", op: "update", path: "size" },
    "none",
  ],
];

describe("impactOf", () => {
  for (const [promise, { kind, name = "web", op, path, after, serving = false }, impact] of spec)
    it(`says that ${promise}`, () => {
      const differences = path === undefined ? [] : [{ path, after }];
      assert.equal(impactOf({ type: `kubernetes:v1:${kind}`, name, op, differences, serving }), impact);
    });

  it("lets the worst of a change's parts count", () => {
    const differences = [
      { path: "metadata.labels.a", after: "x" },
      { path: "spec.hostnames[0]", after: "y" },
    ];
    assert.equal(
      impactOf({ type: "kubernetes:v1:HTTPRoute", name: "web", op: "update", differences, serving: false }),
      "traffic",
    );
  });

  it("loses no data with the provider, whose objects are marked themselves", () => {
    assert.equal(
      impactOf({
        type: "pulumi:providers:kubernetes",
        name: "cluster",
        op: "replace",
        differences: [],
        serving: false,
      }),
      "none",
    );
  });
});

describe("worst", () => {
  it("is data before traffic before nothing", () => {
    assert.equal(worst(["none", "data", "traffic"]), "data");
    assert.equal(worst(["none", "traffic"]), "traffic");
    assert.equal(worst([]), "none");
  });
});
