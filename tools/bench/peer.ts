import type { KubernetesObject, V1Deployment, V1PodTemplateSpec } from "@kubernetes/client-node";
import { setTimeout as pause } from "node:timers/promises";
import { askUntil } from "../../test/cluster/gateway";
import { namespaces, objects, removeNamespace } from "../../test/cluster/kubernetes";

const routes = { apiVersion: "gateway.networking.k8s.io/v1", kind: "HTTPRoute" };
const labels = { "app.kubernetes.io/name": "peer" };

/** An environment's pods and its Gateway, for peers that are measured beside it. */
export interface Likeness {
  readonly pods: V1PodTemplateSpec;
  readonly parentRefs: unknown;
}

export async function likenessOf(environment: string): Promise<Likeness> {
  const api = await objects();
  const one = (name: string) => ({ metadata: { name, namespace: environment } });
  const deployments = { apiVersion: "apps/v1", kind: "Deployment" };
  const { spec } = await api.read<V1Deployment>({ ...deployments, ...one("web-blue") });
  const route = (await api.read({ ...routes, ...one("web") })) as { spec?: { parentRefs?: unknown } };
  if (spec === undefined) throw new Error(`The application of ${environment} has no pods to be like.`);
  return { pods: spec.template, parentRefs: route.spec?.parentRefs };
}

/** The same pods behind the same Gateway, in a namespace of their own, updated by something other than Turnout. */
export abstract class Peer {
  readonly host: string;
  protected readonly metadata: { readonly name: string; readonly namespace: string };

  constructor(
    protected readonly namespace: string,
    private readonly like: Likeness,
  ) {
    this.host = `${namespace}.localhost`;
    this.metadata = { name: "web", namespace };
  }

  /** Until pods answer through the Gateway. */
  async start(): Promise<void> {
    const api = await objects();
    const rules = [{ backendRefs: [{ name: "web", port: 80 }] }];
    const spec = { parentRefs: this.like.parentRefs, hostnames: [this.host], rules };
    const route = { ...routes, metadata: this.metadata, spec };
    const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: this.namespace } };
    for (const object of [namespace, this.service("web"), route, ...this.workload()])
      await api.create(object);
    await this.through();
    await askUntil(this.host, ({ status }) => status === 200);
  }

  /** Gives the pods a release, which their answers name, until it is all that answers. */
  abstract update(release: string): Promise<void>;

  /** Until its pods are gone, too: they would take room from what is measured next. */
  async remove(): Promise<void> {
    await removeNamespace(this.namespace);
    await this.until(async () => !(await namespaces()).includes(this.namespace));
  }

  /** The objects that make pods. */
  protected abstract workload(): KubernetesObject[];

  /** Until the newest release is all that answers. */
  protected abstract through(): Promise<void>;

  /** Looks seldom: what is measured meanwhile needs the CPU, and its time is that of the answers. */
  protected async until(condition: () => Promise<boolean>): Promise<void> {
    for (const end = Date.now() + 120_000; !(await condition()); await pause(500))
      if (Date.now() > end)
        throw new Error(`${this.namespace} was not so within two minutes: ${condition.toString()}`);
  }

  protected service(name: string) {
    const ports = [{ port: 80, targetPort: "http" }];
    const metadata = { ...this.metadata, name };
    return { apiVersion: "v1", kind: "Service", metadata, spec: { selector: labels, ports } };
  }

  /** Two pods of a release, as the specification of a Deployment has them. */
  protected podsOf(release: string) {
    const { containers = [], ...spec } = this.like.pods.spec ?? {};
    const renamed = containers.map((container) => ({
      ...container,
      env: container.env?.map((one) => (one.name === "RELEASE" ? { ...one, value: release } : one)),
    }));
    const template = { metadata: { labels }, spec: { ...spec, containers: renamed } };
    return { replicas: 2, selector: { matchLabels: labels }, template };
  }
}
