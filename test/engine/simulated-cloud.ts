import { UNKNOWN, type Properties } from "./wire-value";

/** One thing that exists in a cloud, as its API would answer. */
export interface CloudObject {
  /** The Pulumi type, like `aws:ecr/repository:Repository`. */
  type: string;
  id: string;
  properties: Properties;
}

/** What a provider is asked to check: inputs as the program gave them. */
export interface CheckRequest {
  type: string;
  /** The Pulumi resource's name. */
  name: string;
  inputs: Properties;
  /** What was checked in before, if the resource exists. */
  old?: Properties;
  /** Hexadecimal digits to make names from: the same for the preview and the update that follows. */
  seed: string;
}

/** Inputs made complete, or why they are refused. */
export interface Checked {
  inputs: Properties;
  failures: { property: string; reason: string }[];
}

/** Functions a cloud answers (`aws:index/getRegion:getRegion`); any other token is an error. */
export type Functions = Record<string, (args: Properties) => Properties>;

/** What a generic cloud needs to be told. */
export interface CloudOptions {
  /** Per Pulumi type, the top-level inputs whose change replaces the resource. */
  immutable?: Record<string, string[]>;
  functions?: Functions;
}

/**
 * A cloud in memory that creates, reads, updates and deletes any type of object under ids it makes itself: enough
 * for AWS and the like. Kubernetes has rules of its own (`KubernetesCloud`). It outlives the engine's process.
 */
export class SimulatedCloud {
  /** Of its provider. */
  readonly version: string = "";
  private readonly objects = new Map<string, CloudObject>();
  private made = 0;

  constructor(
    /** The Pulumi package: `aws`. */
    readonly package_: string,
    protected readonly options: CloudOptions = {},
  ) {}

  /** Everything that exists, oldest first. */
  list(): CloudObject[] {
    return [...this.objects.values()];
  }

  /** The object of this type and id; undefined where there is none. */
  find(type: string, id: string): CloudObject | undefined {
    return this.objects.get(this.key(type, id));
  }

  /** Changes an object behind the engine's back, so that a refresh finds drift. */
  change(type: string, id: string, edit: (properties: Properties) => void): void {
    edit(this.existing(type, id).properties);
  }

  /** Makes an object behind the engine's back: what another team, or another stack, owns. */
  put(object: CloudObject): void {
    this.objects.set(this.key(object.type, object.id), structuredClone(object));
  }

  /** Removes an object behind the engine's back; one that isn't there is fine. */
  remove(type: string, id: string): void {
    this.objects.delete(this.key(type, id));
  }

  /** Keeps every object as it is now; what it returns brings that back, as often as is needed. */
  save(): () => void {
    const kept = structuredClone([...this.objects]);
    return () => {
      this.objects.clear();
      for (const [key, object] of structuredClone(kept)) this.objects.set(key, object);
    };
  }

  /** Takes the provider's settings; the latest provider resource of the package wins. */
  // eslint-disable-next-line @typescript-eslint/no-unused-vars -- for clouds that have settings
  configure(settings: Properties): void {
    return;
  }

  /** The provider settings whose change replaces the provider and all that it owns. */
  // eslint-disable-next-line @typescript-eslint/no-unused-vars
  replacesProvider(old: Properties, wanted: Properties): string[] {
    return [];
  }

  check({ inputs }: CheckRequest): Checked {
    return { inputs, failures: [] };
  }

  /** Whether a change at this property path makes a new object. */
  replaces(type: string, path: string): boolean {
    return (this.options.immutable?.[type] ?? []).some((name) => path.split(/[.[]/)[0] === name);
  }

  /** Whether the old object must go before its replacement can come. */
  // eslint-disable-next-line @typescript-eslint/no-unused-vars
  deletesFirst(type: string, old: Properties, wanted: Properties): boolean {
    return false;
  }

  /** What a preview says the object will be. */
  preview(type: string, inputs: Properties): Properties {
    return { ...inputs, arn: UNKNOWN };
  }

  /**
   * Makes an object; `unready` makes one that never becomes ready.
   * @throws {NotReady} when it exists but isn't ready; any other error means that nothing was made.
   */
  create(type: string, inputs: Properties, unready: boolean): CloudObject | Promise<CloudObject> {
    const id = `${type.split(":").at(-1)?.toLowerCase()}-${++this.made}`;
    const object = { type, id, properties: { ...inputs, arn: `arn:${this.package_}:simulated:::${id}` } };
    this.put(object);
    if (unready) throw new NotReady(object, [`${id} did not become ready`]);
    return object;
  }

  /** Changes an object to new inputs. @throws as `create`. */
  update(
    type: string,
    id: string,
    old: Properties,
    inputs: Properties,
    unready: boolean,
  ): CloudObject | Promise<CloudObject> {
    const { arn } = this.existing(type, id).properties;
    const object = { type, id, properties: { ...inputs, arn } };
    this.put(object);
    if (unready) throw new NotReady(object, [`${id} did not become ready`]);
    return object;
  }

  /** Deletes an object; one that is gone already is fine, as with the real providers. */
  delete(type: string, id: string): void {
    this.remove(type, id);
  }

  invoke(token: string, args: Properties): Properties {
    const answer = this.options.functions?.[token];
    if (!answer)
      throw new Error(`The simulated ${this.package_} cloud has no function ${token}; give it one.`);
    return answer(args);
  }

  protected existing(type: string, id: string): CloudObject {
    const object = this.find(type, id);
    if (!object) throw new Error(`NotFound: ${type} "${id}" does not exist`);
    return object;
  }

  protected key(type: string, id: string): string {
    return `${type} ${id}`;
  }
}

/** An object exists but did not become ready: the engine stores it, with these reasons, and tries again next time. */
export class NotReady extends Error {
  constructor(
    readonly object: CloudObject,
    readonly reasons: string[],
  ) {
    super(reasons.join("; "));
  }
}
