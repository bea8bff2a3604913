import assert from "node:assert/strict";
import {
  type ClusterObject,
  describeDrifts,
  driftProblem,
  driftsIn,
  driftWarning,
  kindsOf,
  objectsIn,
  type RecordedObject,
  recordedObjects,
} from "../../release/drift";

const object = (kind: string, name: string, more: object = {}, apiVersion = "v1"): ClusterObject => ({
  apiVersion,
  kind,
  metadata: { name, namespace: "shop", uid: `${kind}-1` },
  ...more,
});

/** An object as a checkpoint has it: declared so, and answered with what an API server adds. */
function recorded(declared: ClusterObject, added: object = {}): RecordedObject {
  const { metadata, ...rest } = declared;
  const own = { ...metadata, uid: undefined };
  return {
    urn: `urn:${declared.kind ?? ""}`,
    declared: { ...rest, metadata: own },
    recorded: { ...declared, ...added },
  };
}

const web = (spec: object) => object("Deployment", "web-blue", { spec }, "apps/v1");
const service = object("Service", "web-blue", {
  spec: { ports: [{ port: 80 }], selector: { color: "blue" } },
});
const home: ClusterObject = { apiVersion: "v1", kind: "Namespace", metadata: { name: "shop", uid: "n-1" } };
const pods = {
  replicas: 1,
  template: { spec: { containers: [{ name: "web", env: [{ name: "A", value: "1" }] }] } },
};

const pathsOf = (
  own: readonly RecordedObject[],
  objects: readonly ClusterObject[],
  unseen: (typeof own)[0]["recorded"][] = [],
) =>
  driftsIn(own, { objects, unseen: unseen as never }).map(
    ({
      object: {
        recorded: { kind },
      },
      path,
    }) => [kind, path],
  );

describe("driftsIn", () => {
  it("finds none where all is as it was answered, whatever the API server or others have added", () => {
    const own = [
      recorded(service, {
        spec: { ports: [{ port: 80, protocol: "TCP" }], selector: { color: "blue" }, clusterIP: "1" },
      }),
    ];
    const live = {
      ...own[0]?.recorded,
      status: { loadBalancer: {} },
      metadata: { ...service.metadata, labels: { by: "another" } },
    };
    assert.deepEqual(pathsOf(own, [live]), []);
  });

  it("finds what is gone, of every kind, and a namespace that is being deleted", () => {
    const kinds = [
      "Namespace",
      "Service",
      "Secret",
      "PodDisruptionBudget",
      "HTTPRoute",
      "Deployment",
      "ResourceQuota",
    ];
    for (const kind of kinds)
      assert.deepEqual(pathsOf([recorded(object(kind, "web"))], [home]), [[kind, undefined]]);
    const going = { ...home, metadata: { ...home.metadata, deletionTimestamp: "2026-11-21T13:00:00Z" } };
    assert.deepEqual(driftsIn([recorded(home)], { objects: [going], unseen: [] }), [
      { object: recorded(home), going: true },
    ]);
  });

  const changes: readonly (readonly [title: string, live: object, path: string])[] = [
    ["a value", { ...pods, replicas: 3 }, "spec.replicas"],
    [
      "a value in a list",
      { ...pods, template: { spec: { containers: [{ name: "web", env: [{ name: "A", value: "2" }] }] } } },
      "spec.template.spec.containers[0].env[0].value",
    ],
    [
      "a longer list",
      { ...pods, template: { spec: { containers: [...pods.template.spec.containers, { name: "spy" }] } } },
      "spec.template.spec.containers",
    ],
    ["a part that is gone", { replicas: 1 }, "spec.template.spec.containers"],
  ];
  for (const [title, live, path] of changes)
    it(`finds ${title} that somebody changed`, () => {
      assert.deepEqual(pathsOf([recorded(web(pods))], [web(live)]), [["Deployment", path]]);
    });

  it("finds what somebody added to where requests go, and nothing that is added elsewhere", () => {
    const backends = [{ name: "web-blue", weight: 100 }];
    const route = (rule: object, spec: object = {}) =>
      object("HTTPRoute", "web", { spec: { rules: [{ backendRefs: backends, ...rule }], ...spec } });
    const served = (spec: object) => object("Service", "web-blue", { spec });
    for (const [own, live, path] of [
      [route({}), route({ filters: [{ type: "RequestMirror" }] }), "spec.rules[0].filters"],
      [
        route({}),
        route({ backendRefs: [{ ...backends[0], filters: [] }] }),
        "spec.rules[0].backendRefs[0].filters",
      ],
      [
        served({ selector: { color: "blue" } }),
        served({ selector: { color: "blue", by: "hand" } }),
        "spec.selector.by",
      ],
      [route({}), route({}, { useDefaultGateways: "All" }), undefined],
    ] as const)
      assert.deepEqual(pathsOf([recorded(own)], [live]), path === undefined ? [] : [[own.kind, path]]);
  });

  it("leaves a rule what the API server itself adds to it", () => {
    const declared = object("HTTPRoute", "web", { spec: { rules: [{ backendRefs: [] }] } });
    const answer = { spec: { rules: [{ backendRefs: [], matches: [{ path: { value: "/" } }] }] } };
    assert.deepEqual(pathsOf([recorded(declared, answer)], [{ ...declared, ...answer }]), []);
  });

  it("knows pods that are no longer those of the release that they name, whatever else differs", () => {
    const template = (release: string, image: string) => ({
      metadata: { labels: { "turnout.dev/release": release } },
      spec: { containers: [{ image }] },
    });
    const deployment = (replicas: number, ...of: [string, string]) =>
      web({ replicas, template: template(...of) });
    const own = recorded(deployment(1, "r1", "web:1"));
    const changes = (...live: [number, string, string]) =>
      driftsIn([own], { objects: [deployment(...live)], unseen: [] }).map(
        ({ changesPods = false }) => changesPods,
      );
    assert.deepEqual(changes(1, "r1", "web:by-hand"), [true]);
    assert.deepEqual(changes(7, "r1", "web:by-hand"), [true]);
    assert.deepEqual(changes(7, "r1", "web:1"), [false]);
    assert.deepEqual(changes(1, "r2", "web:2"), [false]);
    assert.deepEqual(changes(1, "r1", "web:1"), []);
  });

  it("finds what was deleted and made again, as another object of the same name", () => {
    const again = { ...service, metadata: { ...service.metadata, uid: "another" } };
    assert.deepEqual(pathsOf([recorded(service)], [again]), [["Service", "metadata.uid"]]);
  });

  it("compares answers, not what was declared: the API server spells quantities its own way", () => {
    const declared = web({ replicas: 1, cpu: "1000m" });
    const own = { ...recorded(declared), recorded: web({ replicas: 1, cpu: "1" }) };
    assert.deepEqual(pathsOf([own], [web({ replicas: 1, cpu: "1" })]), []);
    assert.deepEqual(pathsOf([own], [web({ replicas: 1, cpu: "2" })]), [["Deployment", "spec.cpu"]]);
  });

  it("leaves an autoscaler its size, and no other one's", () => {
    const autoscaler = (name: string) =>
      recorded(object("HorizontalPodAutoscaler", "web", { spec: { scaleTargetRef: { name } } }));
    const live = (one: RecordedObject) => [one.recorded, web({ replicas: 9 })];
    for (const [name, found] of [
      ["web-blue", []],
      ["web-green", [["Deployment", "spec.replicas"]]],
    ] as const) {
      const one = autoscaler(name);
      assert.deepEqual(pathsOf([one, recorded(web({ replicas: 1 }))], live(one)), found);
    }
  });

  it("doesn't compare what a Secret holds: a checkpoint without its passphrase doesn't have it", () => {
    const secret = object("Secret", "web-blue-1", { stringData: { TOKEN: "[secret]" }, data: "[secret]" });
    assert.deepEqual(
      pathsOf(
        [recorded(secret)],
        [{ ...secret, data: { TOKEN: "eA==" }, stringData: undefined } as ClusterObject],
      ),
      [],
    );
  });

  it("says nothing of a kind that can't be seen", () => {
    assert.deepEqual(pathsOf([recorded(service)], [], [service]), []);
  });
});

describe("recordedObjects", () => {
  it("has the objects that lie in a cluster, each with what was declared", () => {
    const outputs = { ...service, __inputs: { kind: "Service" } };
    const checkpoint = {
      a: { type: "kubernetes:core/v1:Service", outputs },
      b: { type: "kubernetes:helm.sh/v3:Release", outputs: { name: "chart" } },
      c: { type: "aws:s3/bucket:Bucket", outputs: service },
      d: { type: "kubernetes:core/v1:Secret" },
    };
    assert.deepEqual(recordedObjects(checkpoint), [
      { urn: "a", declared: { kind: "Service" }, recorded: outputs },
    ]);
  });

  it("are told apart by their namespace, and asked for by kind", () => {
    const elsewhere = { ...service, metadata: { name: "web", namespace: "other" } };
    const all = [
      home,
      service,
      { ...service, metadata: { ...service.metadata, name: "b" } },
      web({}),
      elsewhere,
    ].map((one) => recorded(one));
    assert.deepEqual(objectsIn("shop", all), all.slice(0, 4));
    assert.deepEqual(kindsOf(all), [
      { apiVersion: "v1", kind: "Service" },
      { apiVersion: "apps/v1", kind: "Deployment" },
    ]);
  });
});

describe("what is said of a drift", () => {
  const gone = { object: recorded(service) };
  const changed = { object: recorded(web({})), path: "spec.template.spec" };
  const again = { object: recorded(object("Secret", "web-blue-1")), path: "metadata.uid" };

  it("is a list", () => {
    assert.equal(describeDrifts([gone]), "Service web-blue is gone");
    assert.equal(
      describeDrifts([gone, changed, again]),
      "Service web-blue is gone, Deployment web-blue differs in spec.template.spec and Secret web-blue-1 was deleted and made again",
    );
    assert.equal(
      describeDrifts([gone, { object: recorded(home) }]),
      "Namespace shop is gone with all that was in it",
    );
    assert.equal(
      describeDrifts([{ object: recorded(home), going: true }]),
      "Namespace shop is being deleted with all that is in it",
    );
  });

  it("is a reason to read the cluster back, or a warning where nobody does", () => {
    assert.equal(
      driftProblem([gone]),
      "The cluster is not as it was last recorded: Service web-blue is gone; nothing of it was changed; read the cluster back (`pulumi refresh`, which `turnout up` does by itself), then run the update again.",
    );
    assert.equal(
      driftWarning([gone]),
      "The cluster is not as it was last recorded: Service web-blue is gone. `turnout up` makes it again by itself; before `pulumi up`, run `pulumi refresh`.",
    );
  });
});
