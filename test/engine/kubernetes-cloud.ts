import { isDeepStrictEqual } from "node:util";
import { setTimeout as sleep } from "node:timers/promises";
import { RunningPods } from "./kubernetes-pods";
import { imagesOf, podProblems, replicas, unmetConditions, unreadiness } from "./kubernetes-readiness";
import {
  at,
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
import { checkedRelease, released, RELEASE, replacesRelease } from "./simulated-kubernetes-release";
import { kubernetesComponents } from "./simulated-kubernetes-yaml";
import { heldBy, isServed, servedStatus } from "./simulated-load-balancers";
import { UNKNOWN, type Properties } from "./wire-value";

/** Options of a simulated cluster. */
export interface KubernetesOptions {
  /** Milliseconds that the provider waits for an object to be ready; the real one waits ten minutes. */
  patience?: number;
  /**
   * The Pulumi type of what runs the AWS Load Balancer Controller (`kubernetes:helm.sh/v3:Release`): only while one is
   * there, with a node for its pods, does a Gateway get its address, and does what has a finalizer go away. Unset, no
   * object has a finalizer.
   */
  finalizedBy?: string;
  /** Whether pods of a namespace get a node; unset, all do. */
  hasNodes?: (namespace: string) => boolean;
}

/**
 * A cluster behind the Kubernetes provider 4.33: ids are `namespace/name`, an object needs its namespace, names are
 * taken once, a Deployment and a Service must become ready. Unlike the real provider it never retries a "not found",
 * so a missing dependency fails at once. Gateway API kinds are installed; nothing programs a route.
 */
export class KubernetesCloud extends SimulatedCloud {
  override readonly version = "4.33.0";
  override readonly recordsInputs = true;
  /** Images whose containers crash for ever. */
  readonly brokenImages = new Set<string>();
  private settings: Properties = {};
  private readonly patience: number;
  /** Deployments whose pods don't come up, by id. */
  private readonly crashing = new Set<string>();
  private readonly pods = new RunningPods();
  private uids = 0;
  private versions = 0;
  /** What was last applied in the provider's name by somebody else, by key: none of it is in the checkpoint. */
  private readonly ahead = new Map<string, Properties>();
  private readonly finalizedBy: string | undefined;
  private readonly hasNodes: (namespace: string) => boolean;

  constructor({ patience = 2000, finalizedBy, hasNodes = () => true }: KubernetesOptions = {}) {
    super("kubernetes", { components: kubernetesComponents });
    this.patience = patience;
    this.finalizedBy = finalizedBy;
    this.hasNodes = hasNodes;
    for (const name of ["default", "kube-system"]) this.put(namespace(name));
  }

  override save(): () => void {
    const kept = [super.save(), this.pods.save()];
    const crashing = [...this.crashing];
    const ahead = [...this.ahead];
    return () => {
      for (const bringBack of kept) bringBack();
      this.ahead.clear();
      for (const [key, object] of ahead) this.ahead.set(key, object);
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
  override check(request: CheckRequest): Checked {
    const { type, name, inputs, old, seed } = request;
    if (type === RELEASE) return checkedRelease(request, this.settings.namespace ?? "default");
    const { kind } = groupAndKind(type);
    const metadata = { ...(inputs.metadata as Properties | undefined) };
    const named = (old?.metadata as Properties | undefined)?.name;
    metadata.name ??= named ?? `${name}-${seed.slice(0, 8)}`;
    if (isNamespaced(kind)) metadata.namespace ??= this.settings.namespace ?? "default";
    return { inputs: { ...inputs, metadata }, failures: [] };
  }

  override replaces(type: string, path: string): boolean {
    if (type === RELEASE) return replacesRelease(path);
    const { kind } = groupAndKind(type);
    const mutable = this.isOn(`enable${kind}Mutable`) && /^(data|stringData|binaryData)\b/.test(path);
    return !mutable && isReplacedBy(type, path);
  }

  override deletesFirst(type: string, old: Properties, wanted: Properties): boolean {
    return type !== RELEASE && idOf(old as Manifest) === idOf(wanted as Manifest);
  }

  // The real provider's dry run takes the status away and can't know a uid that will be kept.
  override preview(type: string, inputs: Properties, old: Properties = {}): Properties {
    if (type === RELEASE) return { ...old, ...inputs };
    return { ...old, ...inputs, metadata: { ...(inputs.metadata as Properties), uid: UNKNOWN } };
  }

  override async create(type: string, inputs: Properties, unready: boolean): Promise<CloudObject> {
    if (type === RELEASE) return this.install(inputs, 1, unready);
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
    if (type === RELEASE) return this.install(inputs, Number(at(live, "status", "revision")) + 1, unready);
    this.admit(type, inputs as Manifest);
    const key = this.key(type, id);
    // Server-side apply takes away what the same field manager applied before, whatever the checkpoint has.
    const properties = this.overlaid(live, this.ahead.get(key) ?? old, inputs);
    this.ahead.delete(key);
    return this.settle({ type, id, properties }, unready);
  }

  /**
   * Applies an object in the provider's name without the engine, as the program does for a head start.
   *
   * @throws where it isn't of the resource version that it is to have.
   */
  applyAhead(type: string, { metadata: { resourceVersion, ...metadata }, ...manifest }: Manifest): void {
    const object = { ...manifest, metadata } as Manifest;
    const id = idOf(object);
    const live = this.existing(type, id).properties;
    if (at(live, "metadata", "resourceVersion") !== resourceVersion)
      throw new Error(`Conflict: the object ${id} has been modified`);
    this.admit(type, object);
    this.ahead.set(this.key(type, id), object);
    const stored = { type, id, properties: this.overlaid(live, {}, object) };
    this.put(stored);
    this.crashing.delete(id);
    this.setStatus(this.existing(type, id));
  }

  private overlaid(live: Properties, old: Properties, inputs: Properties): Manifest {
    const properties = apply(live, old, inputs) as Manifest;
    refuse(properties, immutabilities(live, properties));
    if (!isDeepStrictEqual(properties.spec, live.spec)) {
      properties.metadata.generation = Number(properties.metadata.generation ?? 1) + 1;
    }
    properties.metadata.resourceVersion = `changed-${++this.versions}`;
    return properties;
  }

  override async untilFree(type: string, id: string): Promise<void> {
    const deadline = Date.now() + this.patience;
    for (let holds = this.holds(type, id); holds !== undefined; holds = this.holds(type, id)) {
      if (Date.now() >= deadline) throw new Error(`timed out waiting for its deletion: ${holds}`);
      await sleep(20);
    }
  }

  /** A namespace takes everything in it along, a definition all objects of its kind. */
  override remove(type: string, id: string): void {
    const along = this.goingWith(type, id);
    super.remove(type, id);
    if (groupAndKind(type).kind === "Deployment") this.pods.stop(id);
    for (const one of along) super.remove(one.type, one.id);
  }

  private goingWith(type: string, id: string): CloudObject[] {
    const { kind } = groupAndKind(type);
    if (kind === "Namespace") return this.list().filter((one) => one.id.startsWith(`${id}/`));
    const spec = this.find(type, id)?.properties.spec;
    if (kind !== "CustomResourceDefinition") return [];
    const [group, named] = [at(spec, "group"), at(spec, "names", "kind")];
    return this.list().filter((one) => {
      const its = groupAndKind(one.type);
      return its.group === group && its.kind === named;
    });
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
      const reasons = [...unreadiness(stored, this.list(), this.crashes), ...this.unserved(stored)];
      if (groupAndKind(object.type).kind === "Deployment" && this.waitsForNode(stored))
        reasons.push(`pods of "${object.id}" stay Pending: no Fargate profile takes their namespace`);
      if (unready && reasons.length === 0) reasons.push(`${object.id} did not become ready`);
      if (reasons.length === 0) return structuredClone(stored);
      if (Date.now() >= deadline) throw new NotReady(structuredClone(stored), reasons);
      await sleep(20);
    }
  }

  /** Installs or upgrades a Helm release: its pods need nodes. */
  private async install(inputs: Properties, revision: number, unready: boolean): Promise<CloudObject> {
    const release = released(inputs, revision);
    const inside = String(inputs.namespace);
    if (!this.find("kubernetes:core/v1:Namespace", inside))
      throw new Error(`create: failed to create: namespaces "${inside}" not found`);
    if (revision === 1 && this.find(RELEASE, release.id))
      throw new Error("cannot re-use a name that is still in use");
    if (unready || !this.hasNodes(inside)) {
      await sleep(unready ? 0 : this.patience);
      throw new Error(`Helm release "${release.id}" failed: timed out waiting for the condition`);
    }
    this.put(release);
    return release;
  }

  private controllerWorks(): boolean {
    return this.list().some(
      ({ type, properties }) =>
        type === this.finalizedBy &&
        this.hasNodes(String(properties.namespace ?? at(properties, "metadata", "namespace"))),
    );
  }

  /** Conditions that an object of the load balancer controller still waits for. */
  private unserved(object: CloudObject): string[] {
    if (this.finalizedBy === undefined || !isServed(object)) return [];
    const status = this.controllerWorks() ? servedStatus(object, this.list()) : undefined;
    if (status) object.properties.status = status;
    return unmetConditions(object) ?? [];
  }

  /** Reason why an object, or anything deleted with it, can't be deleted. */
  private holds(type: string, id: string): string | undefined {
    if (this.finalizedBy === undefined) return undefined;
    const own = this.find(type, id);
    const going = [...(own ? [own] : []), ...this.goingWith(type, id)];
    const staying = this.list().filter(
      (one) => !going.some((other) => other.type === one.type && other.id === one.id),
    );
    return going.flatMap((object) => heldBy(object, staying, this.controllerWorks()) ?? [])[0];
  }

  private readonly waitsForNode = (deployment: CloudObject): boolean =>
    replicas(deployment) > 0 && !this.hasNodes(String(at(deployment.properties, "metadata", "namespace")));

  private setStatus(deployment: CloudObject): void {
    const comeUp =
      podProblems(deployment, this.list(), this.crashes).length === 0 && !this.waitsForNode(deployment);
    deployment.properties.status = this.pods.follow(deployment, comeUp);
  }

  private readonly crashes = (deployment: CloudObject): boolean =>
    this.crashing.has(deployment.id) || this.isBroken(deployment);

  private readonly isBroken = (deployment: CloudObject): boolean =>
    imagesOf(deployment).some((image) => this.brokenImages.has(image));

  /** Checks of an API server before it accepts an object. */
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
