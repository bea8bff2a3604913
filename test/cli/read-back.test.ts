import assert from "node:assert/strict";
import { readBack, recover } from "../../cli/read-back";
import { UserError } from "../../cli/terminal";
import type { Kubernetes } from "../../live/kubernetes";
import type { ClusterObject, Drift } from "../../release/drift";
import { FakeEngine } from "./fake-engine";

const object = (kind: string, name: string): ClusterObject => ({
  apiVersion: "v1",
  kind,
  metadata: { name, ...(kind !== "Namespace" && { namespace: "shop-dev" }) },
});
const drift = (kind: string, name: string, more: Partial<Drift> = {}): Drift => ({
  object: { urn: `urn:${name}`, declared: {}, recorded: object(kind, name) },
  ...more,
});

const cipher = (text: string) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  plaintext: JSON.stringify(text),
});
const secret = (name: string) => ({
  urn: `urn:${name}`,
  type: "kubernetes:core/v1:Secret",
  inputs: { kind: "Secret", metadata: { name }, stringData: { TOKEN: cipher("t") } },
  outputs: { __fieldManager: "pulumi-1" },
});

/** A cluster whose Deployments read these Secrets, and whose namespace is there for so many looks. */
class Cluster {
  readonly patched: object[] = [];

  constructor(
    private readonly read: readonly string[] = [],
    private looks = 0,
  ) {}

  readonly open = (): Promise<Kubernetes> => {
    const spec = { template: { spec: { secrets: this.read.map((name) => ({ secretRef: { name } })) } } };
    const going = { metadata: { name: "shop-dev", deletionTimestamp: "2026-11-21T13:00:00Z" } };
    return Promise.resolve({
      apps: { listNamespacedDeployment: () => Promise.resolve({ items: [{ spec }] }) },
      core: {
        listNamespace: () => Promise.resolve({ items: this.looks-- > 0 ? [going] : [] }),
        patchNamespacedSecret: (request: object) => Promise.resolve(this.patched.push(request)),
      },
    } as never);
  };
}

describe("reading a cluster back", () => {
  let engine: FakeEngine;
  beforeEach(() => (engine = new FakeEngine("shop-dev")));
  const opened = (cluster = new Cluster()) => ({
    ...engine.operation,
    cluster: cluster.open,
    onEvent: () => undefined,
  });

  it("says what differs, and has the engine read it", async () => {
    await readBack(opened(), [drift("Deployment", "web-blue")]);
    assert.deepEqual(engine.said, [
      "The cluster is not as it was last recorded: Deployment web-blue is gone. Reading it back.",
    ]);
    assert.deepEqual(engine.asked, ["refresh"]);
  });

  it("makes a Secret again, in the clear and by its owner, where pods read it and only there", async () => {
    const cluster = new Cluster(["web-blue-1"]);
    engine.resources = [secret("web-blue-1"), secret("web-green-1")];
    await readBack(opened(cluster), [drift("Secret", "web-blue-1"), drift("Secret", "web-green-1")]);
    assert.deepEqual(cluster.patched, [
      {
        name: "web-blue-1",
        namespace: "shop-dev",
        body: { kind: "Secret", metadata: { name: "web-blue-1" }, stringData: { TOKEN: "t" } },
        fieldManager: "pulumi-1",
      },
    ]);
    assert.equal(
      engine.said.at(-1),
      "Secret web-blue-1 is made again from what was last recorded: pods read it.",
    );
    assert.deepEqual(engine.asked, ["refresh"]);
  });

  it("makes no Secret in a namespace that is gone", async () => {
    const cluster = new Cluster(["web-blue-1"]);
    engine.resources = [secret("web-blue-1")];
    await readBack(opened(cluster), [drift("Namespace", "shop-dev"), drift("Secret", "web-blue-1")]);
    assert.deepEqual(cluster.patched, []);
  });

  it("waits for a namespace that is being deleted", async () => {
    await readBack(opened(new Cluster([], 2)), [drift("Namespace", "shop-dev", { going: true })]);
    assert.deepEqual(engine.asked, ["refresh"]);
  });

  it("ends where the namespace doesn't go, before anything is read", async () => {
    await assert.rejects(
      readBack(opened(new Cluster([], Infinity)), [drift("Namespace", "shop-dev", { going: true })], 0.01),
      {
        constructor: UserError,
        message:
          "Namespace shop-dev is still being deleted after 0.01 s: `kubectl get namespace shop-dev --output yaml` says what holds it; run the command again once it is gone.",
      },
    );
    assert.deepEqual(engine.asked, []);
  });

  it("has all of an object sent again that somebody changed: a refresh doesn't see what was added to a list", async () => {
    const spec = { hostnames: ["a"] };
    const route = { urn: "urn:web", type: "kubernetes:HTTPRoute", inputs: { spec }, outputs: { spec } };
    const other = { ...route, urn: "urn:other" };
    const pods = { ...route, urn: "urn:web-blue" };
    engine.resources = [route, other, pods];
    await readBack(opened(), [
      drift("HTTPRoute", "web", { path: "spec.hostnames" }),
      drift("Deployment", "web-blue", { path: "spec.replicas" }),
      drift("Service", "other"),
    ]);
    assert.deepEqual(engine.asked, ["refresh", "import"]);
    const forgotten = { ...route, inputs: { spec: {} }, outputs: { spec, __inputs: { spec: {} } } };
    assert.deepEqual(engine.imported, { pending_operations: [], resources: [forgotten, other, pods] });
  });

  it("says so where the cluster is only ahead", async () => {
    await recover(engine.operation.stack, engine.operation.print, () => undefined);
    assert.deepEqual(
      [engine.said, engine.asked],
      [["The cluster is ahead of what was last recorded: reading it back."], ["refresh"]],
    );
  });
});
