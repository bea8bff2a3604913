import { isDeepStrictEqual } from "node:util";
import { setTimeout as sleep } from "node:timers/promises";
import { RunningPods } from "./kubernetes-pods";
import { imagesOf, podProblems, unreadiness } from "./kubernetes-readiness";
import {
  groupAndKind,
  invalidities,
  immutabilities,
  isInstalled,
  isNamespaced,
  isReplacedBy,
  type Manifest,
} from "./kubernetes-rules";
import { apply } from "./ownership";
import {
  NotReady,
  SimulatedCloud,
  type Checked,
  type CheckRequest,
  type CloudObject,
} from "./simulated-cloud";
import { UNKNOWN, type Properties } from "./wire-value";

/** What a simulated cluster needs to be told. */
export interface KubernetesOptions {
  /** Milliseconds that the provider waits for an object to be ready; the real one waits ten minutes. */
  patience?: number;
}

/**
 * A cluster behind the Kubernetes provider 4.33: ids are `namespace/name`, an object needs its namespace, names are
 * taken once, a Deployment and a Service must become ready. Unlike the real provider it never retries a "not found",
 * so a missing dependency fails at once. Gateway API kinds are installed; nothing programs a route.
 */
export class KubernetesCloud extends SimulatedCloud {
  override readonly version = "4.33.0";
  /** Images whose containers crash for ever. */
  readonly brokenImages = new Set<string>();
  private settings: Properties = {};
  private readonly patience: number;
  /** Deployments whose pods don't come up, by id. */
  private readonly crashing = new Set<string>();
  private readonly pods = new RunningPods();
  private uids = 0;

  constructor({ patience = 2000 }: KubernetesOptions = {}) {
    super("kubernetes");
    this.patience = patience;
    for (const name of ["default", "kube-system"]) this.put(namespace(name));
  }

  override save(): () => void {
    const kept = [super.save(), this.pods.save()];
    const crashing = [...this.crashing];
    return () => {
      for (const bringBack of kept) bringBack();
      this.crashing.clear();
      for (const id of crashing) this.crashing.add(id);
    };
  }

  /** Lets pods come up that a fault kept from it; those of a broken image never do. */
  startPods(): void {
    this.crashing.clear();
    for (const object of this.list())
      if (groupAndKind(object.type).kind === "Deployment") this.setStatus(object);
  }

  /** All pods of a Deployment crash, until it is updated. */
  crashPods(id: string): void {
    this.crashing.add(id);
    this.pods.stop(id);
    for (const object of this.list())
      if (object.id === id && groupAndKind(object.type).kind === "Deployment") this.setStatus(object);
  }

  /** Why pods of a Deployment would not come up if they were started now, faults aside; empty where they would. */
  startProblems(id: string): string[] {
    const all = this.list();
    const deployment = all.find((one) => one.id === id && groupAndKind(one.type).kind === "Deployment");
    return deployment === undefined ? [`${id} is gone`] : podProblems(deployment, all, this.isBroken);
  }

  override configure(settings: Properties): void {
    this.settings = settings;
  }

  /** As DiffConfig of the real provider: an unchanged `clusterIdentifier` lets the credentials change. */
  override replacesProvider(old: Properties, wanted: Properties): string[] {
    const changed = (key: string) => !isDeepStrictEqual(old[key], wanted[key]);
    const [before, after] = [old.clusterIdentifier, wanted.clusterIdentifier];
    if (after !== undefined && before === after) return [];
    if (after !== undefined && before !== undefined) return ["clusterIdentifier"];
    return ["kubeconfig", "context", "cluster"].filter(changed);
  }

  /** Gives an object its name and namespace where the program didn't, as the real provider does. */
  override check({ type, name, inputs, old, seed }: CheckRequest): Checked {
    const { kind } = groupAndKind(type);
    const metadata = { ...(inputs.metadata as Properties | undefined) };
    const named = (old?.metadata as Properties | undefined)?.name;
    metadata.name ??= named ?? `${name}-${seed.slice(0, 8)}`;
    if (isNamespaced(kind)) metadata.namespace ??= this.settings.namespace ?? "default";
    return { inputs: { ...inputs, metadata }, failures: [] };
  }

  override replaces(type: string, path: string): boolean {
    const { kind } = groupAndKind(type);
    const mutable = this.isOn(`enable${kind}Mutable`) && /^(data|stringData|binaryData)\b/.test(path);
    return !mutable && isReplacedBy(type, path);
  }

  override deletesFirst(type: string, old: Properties, wanted: Properties): boolean {
    return idOf(old as Manifest) === idOf(wanted as Manifest);
  }

  // The real provider's dry run takes the status away and can't know a uid that will be kept.
  override preview(type: string, inputs: Properties): Properties {
    return { ...inputs, metadata: { ...(inputs.metadata as Properties), uid: UNKNOWN } };
  }

  override async create(type: string, inputs: Properties, unready: boolean): Promise<CloudObject> {
    const manifest = inputs as Manifest;
    const id = idOf(manifest);
    const found = this.find(type, id);
    this.admit(type, manifest);
    if (found && !this.isOn("upsertExistingObjects")) {
      throw new Error(`AlreadyExists: ${manifest.kind} "${id}" already exists in the cluster`);
    }
    if (found) return this.update(type, id, {}, inputs, unready);
    const added = { uid: `uid-${++this.uids}`, generation: 1, resourceVersion: String(this.uids) };
    const metadata = { ...manifest.metadata, ...added };
    return this.settle({ type, id, properties: { ...structuredClone(inputs), metadata } }, unready);
  }

  override async update(
    type: string,
    id: string,
    old: Properties,
    inputs: Properties,
    unready: boolean,
  ): Promise<CloudObject> {
    const live = this.existing(type, id).properties;
    this.admit(type, inputs as Manifest);
    const properties = apply(live, old, inputs) as Manifest;
    refuse(properties, immutabilities(live, properties));
    if (!isDeepStrictEqual(properties.spec, live.spec)) {
      properties.metadata.generation = Number(properties.metadata.generation ?? 1) + 1;
    }
    return this.settle({ type, id, properties }, unready);
  }

  /** A namespace takes everything in it along. */
  override remove(type: string, id: string): void {
    super.remove(type, id);
    if (groupAndKind(type).kind === "Deployment") this.pods.stop(id);
    if (groupAndKind(type).kind !== "Namespace") return;
    for (const inside of this.list())
      if (inside.id.startsWith(`${id}/`)) super.remove(inside.type, inside.id);
  }

  protected override key(type: string, id: string): string {
    const { group, kind } = groupAndKind(type);
    return `${group}/${kind} ${id}`;
  }

  /** Stores an object and waits, as the provider does, until it is ready or patience ends. */
  private async settle(object: CloudObject, unready: boolean): Promise<CloudObject> {
    if (unready) this.crashing.add(object.id);
    else this.crashing.delete(object.id);
    this.put(object);
    const deadline = Date.now() + (unready ? 0 : this.patience);
    for (;;) {
      const stored = this.existing(object.type, object.id);
      if (groupAndKind(object.type).kind === "Deployment") this.setStatus(stored);
      const reasons = unreadiness(stored, this.list(), this.crashes);
      if (unready && reasons.length === 0) reasons.push(`${object.id} did not become ready`);
      if (reasons.length === 0) return structuredClone(stored);
      if (Date.now() >= deadline) throw new NotReady(structuredClone(stored), reasons);
      await sleep(20);
    }
  }

  private setStatus(deployment: CloudObject): void {
    const comeUp = podProblems(deployment, this.list(), this.crashes).length === 0;
    deployment.properties.status = this.pods.follow(deployment, comeUp);
  }

  private readonly crashes = (deployment: CloudObject): boolean =>
    this.crashing.has(deployment.id) || this.isBroken(deployment);

  private readonly isBroken = (deployment: CloudObject): boolean =>
    imagesOf(deployment).some((image) => this.brokenImages.has(image));

  /** What an API server checks before it takes an object. */
  private admit(type: string, manifest: Manifest): void {
    const { group, kind } = groupAndKind(type);
    if (!isInstalled(group) && !this.hasDefinition(group, kind)) {
      throw new Error(
        `no matches for kind "${kind}" in group "${group}": its CustomResourceDefinition is not installed`,
      );
    }
    const inside = manifest.metadata.namespace;
    if (inside !== undefined && !this.find("kubernetes:core/v1:Namespace", inside)) {
      throw new Error(`NotFound: namespaces "${inside}" not found`);
    }
    refuse(manifest, invalidities(manifest));
  }

  private hasDefinition(group: string, kind: string): boolean {
    return this.list().some(({ type, properties }) => {
      const spec = properties.spec as { group?: string; names?: { kind?: string } } | undefined;
      return (
        groupAndKind(type).kind === "CustomResourceDefinition" &&
        spec?.group === group &&
        spec.names?.kind === kind
      );
    });
  }

  private isOn(setting: string): boolean {
    return String(this.settings[setting]) === "true";
  }
}

function refuse(manifest: Manifest, problems: string[]): void {
  if (problems.length === 0) return;
  throw new Error(`Invalid: ${manifest.kind} "${idOf(manifest)}": ${problems.join("; ")}`);
}

/** `namespace/name`, or the name alone for a cluster-scoped object. */
function idOf({ kind, metadata }: Manifest): string {
  return isNamespaced(kind) ? `${metadata.namespace ?? "default"}/${metadata.name}` : metadata.name;
}

function namespace(name: string): CloudObject {
  const properties = { apiVersion: "v1", kind: "Namespace", metadata: { name } };
  return { type: "kubernetes:core/v1:Namespace", id: name, properties };
}
