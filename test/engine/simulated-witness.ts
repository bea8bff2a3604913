import assert from "node:assert/strict";
import type { Bindings, ComingColor, GatewayState, Subject, Witness } from "../../program/witness";
import { type Checkpoint, recordedApplication, recordedColor } from "../../release/checkpoint";
import { annotations, type Color, type RecordedApplication, serviceName } from "../../release/model";
import type { ClusterObject, Seen } from "../../release/drift";
import type { Smoke } from "../../settings/rollout";
import { bindingsIn } from "./aws-target-groups";
import type { Manifest } from "./kubernetes-rules";
import { fieldManager } from "./simulated-provider";
import type { KubernetesCloud } from "./kubernetes-cloud";

/** Sees a simulated cluster; its gateway takes every change of a route at once, unless it is told to lag. */
export class SimulatedWitness implements Witness {
  /** The smoke checks that were made, in their order, as `application release`. */
  readonly smoked: string[] = [];
  /** While set, no change of a route reaches the gateway, for this reason. */
  lag: string | undefined;
  /** While set, the cluster can't be asked, for this reason. */
  unreachable: string | undefined;
  /** Applications whose smoke checks fail, with the log of each. */
  readonly smokeLogs = new Map<string, string>();

  /** What pods report that no waiting mends, by the name of their Deployment. */
  readonly reports = new Map<string, string>();

  /** So many looks long a controller has not bound what is there. */
  bindingLooks = 0;
  /** The looks at bindings, and whether the color's pods were there. */
  readonly looks: { readonly id: string; readonly pods: boolean }[] = [];
  /** The Deployments whose pods got a head start, with their releases. */
  readonly started: string[] = [];
  /** Happens just before a head start is written. */
  beforeStart: () => void = () => undefined;
  /** Happens right after. */
  afterStart: () => Promise<void> = () => Promise.resolve();
  gatewayState: GatewayState = { isUp: true };

  constructor(private readonly cluster: KubernetesCloud) {}

  look(namespace: string, application: string): Promise<RecordedApplication> {
    if (this.unreachable !== undefined) return Promise.reject(new Error(this.unreachable));
    return Promise.resolve(inCluster(this.cluster, application, namespace));
  }

  hopeless({ application, color }: ComingColor): Promise<ReadonlyMap<string, string>> {
    const report = this.reports.get(serviceName(application, color));
    return Promise.resolve(new Map(report === undefined ? [] : [["its pod", report]]));
  }

  pullAnew(): Promise<void> {
    return Promise.resolve();
  }

  giveUp({ namespace, application, color }: ComingColor, attempt: string): Promise<void> {
    const id = `${namespace}/${serviceName(application, color)}`;
    const object = this.cluster.find("kubernetes:apps/v1:Deployment", id);
    if (object === undefined) return Promise.reject(new Error(`${id} is not there`));
    const metadata = object.properties.metadata as { annotations?: Record<string, string> };
    metadata.annotations = { ...metadata.annotations, [annotations.givenUp]: attempt };
    return Promise.resolve();
  }

  bindings(namespace: string, application: string, color: Color): Promise<Bindings> {
    const { routes, bound } = bindingsIn(this.cluster, namespace, application, color);
    const id = `${namespace}/${serviceName(application, color)}`;
    this.looks.push({ id, pods: this.cluster.find("kubernetes:apps/v1:Deployment", id) !== undefined });
    return Promise.resolve({ routes, bound: this.bindingLooks-- > 0 ? 0 : bound });
  }

  gateway(): Promise<GatewayState> {
    return Promise.resolve(this.gatewayState);
  }

  survey(namespace: string): Promise<Seen> {
    if (this.unreachable !== undefined) return Promise.reject(new Error(this.unreachable));
    const all = this.cluster.list().map(({ properties }) => properties as ClusterObject);
    const objects = all.filter(({ kind, metadata }) =>
      kind === "Namespace" ? metadata?.name === namespace : metadata?.namespace === namespace,
    );
    return Promise.resolve({ objects: structuredClone(objects), unseen: [] });
  }

  async apply(deployment: ClusterObject, manager: string): Promise<void> {
    assert.equal(manager, fieldManager);
    this.beforeStart();
    const object = deployment as Manifest;
    this.cluster.applyAhead("kubernetes:apps/v1:Deployment", object);
    const { candidate } = recordedColor(object) ?? {};
    this.started.push(`${object.metadata.name}${candidate === true ? " candidate" : ""}`);
    await this.afterStart();
  }

  observeMove(): ReturnType<Witness["observeMove"]> {
    return ({ at, from, to, share }) => {
      const proof = {
        at: new Date(at).toISOString(),
        ...(from !== undefined && { from }),
        to,
        share,
        requests: 0,
        failures: 0,
      };
      return Promise.resolve({ moved: this.lag === undefined, reason: this.lag, proof });
    };
  }

  smoke(_check: Smoke, { application }: Subject, release: string): Promise<void> {
    this.smoked.push(`${application} ${release}`);
    const log = this.smokeLogs.get(application);
    return log === undefined ? Promise.resolve() : Promise.reject(new Error(log));
  }
}

/** An application as it really is in a cluster, in one namespace or in all, read as the program reads a checkpoint. */
export function inCluster(
  cluster: KubernetesCloud,
  application = "web",
  namespace?: string,
): RecordedApplication {
  const here = cluster.list().filter(({ id }) => namespace === undefined || id.startsWith(`${namespace}/`));
  const objects: Checkpoint = Object.fromEntries(
    here.map(({ id, type, properties }) => [`${type}/${id}`, { type, outputs: properties }]),
  );
  return structuredClone(recordedApplication(objects, application));
}
