import type { KubernetesObject } from "@kubernetes/client-node";
import { setTimeout as pause } from "node:timers/promises";
import { askUntil } from "../../test/cluster/gateway";
import { objects, removeNamespace } from "../../test/cluster/kubernetes";

const namespace = "tested-rolling-update";
const name = "web";
const labels = { "app.kubernetes.io/name": "rolling-update" };

type Objects = Awaited<ReturnType<typeof objects>>;
type Pod = { spec: { containers: { env: { name: string; value?: string }[] }[] } };

/** One Deployment behind one route, updated as `kubectl set image` does, with Kubernetes' own strategy (25 %, 25 %). */
export class RollingUpdate {
  readonly host = `${namespace}.localhost`;

  private constructor(
    private readonly api: Objects,
    private readonly pod: Pod,
    private readonly parentRefs: unknown,
  ) {}

  /** Of the same pods, behind the same Gateway, as an environment has. */
  static async like(environment: string): Promise<RollingUpdate> {
    const api = await objects();
    const metadata = { name: "web-blue", namespace: environment };
    const deployment = await api.read({ apiVersion: "apps/v1", kind: "Deployment", metadata });
    const route = await api.read({
      apiVersion: "gateway.networking.k8s.io/v1",
      kind: "HTTPRoute",
      metadata: { name: "web", namespace: environment },
    });
    const { template } = (deployment as KubernetesObject & { spec: { template: Pod } }).spec;
    const { parentRefs } = (route as KubernetesObject & { spec: { parentRefs: unknown } }).spec;
    return new RollingUpdate(api, template, parentRefs);
  }

  async start(): Promise<void> {
    const metadata = { name, namespace };
    const made = [
      { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } },
      {
        apiVersion: "v1",
        kind: "Service",
        metadata,
        spec: { selector: labels, ports: [{ port: 80, targetPort: "http" }] },
      },
      {
        apiVersion: "gateway.networking.k8s.io/v1",
        kind: "HTTPRoute",
        metadata,
        spec: {
          parentRefs: this.parentRefs,
          hostnames: [this.host],
          rules: [{ backendRefs: [{ name, port: 80 }] }],
        },
      },
      {
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata,
        spec: { replicas: 2, selector: { matchLabels: labels }, template: this.template("rolling-0") },
      },
    ];
    for (const object of made) await this.api.create(object);
    await this.done();
  }

  /** Until all pods are of the new release; @param release what they are to answer. */
  async update(release: string): Promise<void> {
    const { PatchStrategy } = await import("@kubernetes/client-node");
    const deployment = {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name, namespace },
      spec: { template: this.template(release) },
    };
    await this.api.patch(
      deployment,
      undefined,
      undefined,
      undefined,
      undefined,
      PatchStrategy.StrategicMergePatch,
    );
    await this.done();
  }

  remove = () => removeNamespace(namespace);

  private template(release: string) {
    const containers = this.pod.spec.containers.map((container) => ({
      ...container,
      env: container.env.map((one) => (one.name === "RELEASE" ? { ...one, value: release } : one)),
    }));
    return { metadata: { labels }, spec: { ...this.pod.spec, containers } };
  }

  private async done(): Promise<void> {
    for (let look = 1; look < 600; look++) {
      const found = (await this.api.read({
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: { name, namespace },
      })) as {
        metadata?: { generation?: number };
        status?: Record<string, number>;
      };
      const { observedGeneration, updatedReplicas, availableReplicas, replicas } = found.status ?? {};
      const seen = observedGeneration === found.metadata?.generation;
      if (seen && [updatedReplicas, availableReplicas, replicas].every((count) => count === 2)) return;
      await pause(100);
    }
    throw new Error("The rolling update did not end within a minute.");
  }
}
