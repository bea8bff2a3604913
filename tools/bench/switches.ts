import type { V1Deployment, V1PodTemplateSpec } from "@kubernetes/client-node";
import { setTimeout as pause } from "node:timers/promises";
import { kubernetesClient } from "../../live/kubernetes";
import { objects, removeNamespace } from "../../test/cluster/kubernetes";
import { Load } from "../../test/cluster/load";
import { median, spread } from "./sample";

/** One switch as its users saw it. */
export interface TimedSwitch {
  /** From its begin until the last response of the old release, in seconds. */
  readonly seconds: number;
  readonly perSecond: number;
  readonly failed: number;
}

/** One switch as its users saw it, with the result of the action. */
export interface Timed<T> extends TimedSwitch {
  readonly did: T;
}

/** Does something that moves the traffic while requests come in, and finds out when the old release answered last. */
export async function timeSwitch<T>(
  host: string,
  mostPerSecond: number,
  act: () => Promise<T>,
): Promise<Timed<T>> {
  const load = await Load.start([host], "/", mostPerSecond);
  await pause(1000);
  const begun = Date.now();
  let did: T;
  try {
    did = await act();
    await pause(3000); // a gateway, and pods that end, may hold on to the old one
  } catch (error) {
    await load.end();
    throw error;
  }
  const { requests, seconds, failures, releases } = await load.end();
  const [old, ...others] = Object.values(releases);
  if (old === undefined || others.length !== 1)
    throw new Error(`${host} was answered by ${Object.keys(releases).length} releases, not by 2.`);
  return {
    did,
    seconds: (old.last - begun) / 1000,
    perSecond: requests / seconds,
    failed: failures.length,
  };
}

/** One line of a report. */
export function switchRow(name: string, switches: readonly TimedSwitch[]): string {
  const rate = median(switches.map(({ perSecond }) => perSecond));
  const failed = switches.reduce((sum, one) => sum + one.failed, 0);
  const time = spread(switches.map(({ seconds }) => seconds));
  return `   ${name.padEnd(28)} ${time.padEnd(22)} ${rate.toFixed(0).padStart(5)} requests a second, ${failed} failed`;
}

const namespace = "tested-rolling-update";
const metadata = { name: "web", namespace };
const labels = { "app.kubernetes.io/name": "rolling-update" };
const deployments = { apiVersion: "apps/v1", kind: "Deployment" };
const routes = { apiVersion: "gateway.networking.k8s.io/v1", kind: "HTTPRoute" };

/** One Deployment behind one route, updated as `kubectl set image` does, with Kubernetes' own strategy (25 %, 25 %). */
export class RollingUpdate {
  readonly host = `${namespace}.localhost`;

  private constructor(
    private readonly api: Awaited<ReturnType<typeof objects>>,
    private readonly pods: V1PodTemplateSpec,
    private readonly parentRefs: unknown,
  ) {}

  /** Of the same pods, behind the same Gateway, as an environment has. */
  static async like(environment: string): Promise<RollingUpdate> {
    const api = await objects();
    const one = (name: string) => ({ metadata: { name, namespace: environment } });
    const { spec } = await api.read<V1Deployment>({ ...deployments, ...one("web-blue") });
    const route = (await api.read({ ...routes, ...one("web") })) as { spec?: { parentRefs?: unknown } };
    if (spec === undefined) throw new Error(`The application of ${environment} has no pods to be like.`);
    return new RollingUpdate(api, spec.template, route.spec?.parentRefs);
  }

  async start(): Promise<void> {
    const [{ name }, hostnames] = [metadata, [this.host]];
    const ports = [{ port: 80, targetPort: "http" }];
    const rules = [{ backendRefs: [{ name, port: 80 }] }];
    const template = this.podsOf("rolling-0");
    const spec = { replicas: 2, selector: { matchLabels: labels }, template };
    for (const object of [
      { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } },
      { apiVersion: "v1", kind: "Service", metadata, spec: { selector: labels, ports } },
      { ...routes, metadata, spec: { parentRefs: this.parentRefs, hostnames, rules } },
      { ...deployments, metadata, spec },
    ])
      await this.api.create(object);
    await this.through();
  }

  /** Until all pods are of a release, which its answers name. */
  async update(release: string): Promise<void> {
    const { PatchStrategy } = await kubernetesClient();
    const spec = { template: this.podsOf(release) };
    const strategy = PatchStrategy.StrategicMergePatch;
    const none = undefined;
    await this.api.patch({ ...deployments, metadata, spec }, none, none, none, none, strategy);
    await this.through();
  }

  remove(): Promise<void> {
    return removeNamespace(namespace);
  }

  private podsOf(release: string) {
    const { containers = [], ...spec } = this.pods.spec ?? {};
    const renamed = containers.map((container) => ({
      ...container,
      env: container.env?.map((one) => (one.name === "RELEASE" ? { ...one, value: release } : one)),
    }));
    return { metadata: { labels }, spec: { ...spec, containers: renamed } };
  }

  private async through(): Promise<void> {
    for (let look = 1; look < 600; look++) {
      const { metadata: now, status = {} } = await this.api.read<V1Deployment>({ ...deployments, metadata });
      const { observedGeneration, updatedReplicas, availableReplicas, replicas } = status;
      const seen = observedGeneration === now?.generation;
      if (seen && [updatedReplicas, availableReplicas, replicas].every((count) => count === 2)) return;
      await pause(100);
    }
    throw new Error("The rolling update did not end within a minute.");
  }
}
