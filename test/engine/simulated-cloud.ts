import type { Components } from "./construct";
import { apply } from "./ownership";
import { UNKNOWN, type Properties } from "./wire-value";

/** One thing that exists in a cloud, as its API would answer. */
export interface CloudObject {
  /** The Pulumi type, like `aws:ecr/repository:Repository`. */
  type: string;
  id: string;
  properties: Properties;
}

/** Arguments of a provider's check: inputs as the program gave them. */
export interface CheckRequest {
  type: string;
  /** The Pulumi resource's name. */
  name: string;
  inputs: Properties;
  /** Inputs that were checked before, if the resource exists. */
  old?: Properties;
  /** Hexadecimal digits to make names from: the same for the preview and the update that follows. */
  seed: string;
  /** The name that the stack's `pulumi:autonaming` asks for. */
  proposed?: string;
}

/** Inputs made complete, or why they are refused. */
export interface Checked {
  inputs: Properties;
  failures: { property: string; reason: string }[];
}

/** Functions a cloud answers (`aws:index/getRegion:getRegion`), with all that exists; any other token is an error. */
export type Functions = Record<string, (args: Properties, all: CloudObject[]) => Properties>;

/** Behaviour of a cloud for one type of object; a part that is missing is as with any other. */
export interface Answer {
  /** The input that names it, made up as providers do where the program gives none: `platform-1a2b3c4`. */
  named?: string;
  /** Its id, where that isn't the type and a number. */
  id?: (inputs: Properties, made: number) => string;
  /** Outputs that only the cloud knows, beside its `arn`. */
  outputs?: (inputs: Properties, id: string) => Properties;
  /** The top-level inputs whose change replaces it. */
  immutable?: string[];
  /** Why the cloud would not make it now; undefined where it would. */
  refuses?: (inputs: Properties, all: CloudObject[]) => string | undefined;
  /** Why the cloud would not delete it now. */
  keeps?: (object: CloudObject, all: CloudObject[]) => string | undefined;
}

/** Options of a generic cloud. */
export interface CloudOptions {
  /** Per Pulumi type, the top-level inputs whose change replaces the resource. */
  immutable?: Record<string, string[]>;
  functions?: Functions;
  /** Of the provider; unset, the engine warns where the program's package names one. */
  version?: string;
  /** Per Pulumi type. */
  answers?: Record<string, Answer>;
  components?: Components;
  /** Why its provider would not start with these settings. */
  refuses?: (settings: Properties) => string | undefined;
  /** Inputs that its provider adds to any object, by its settings. */
  adds?: (inputs: Properties, settings: Properties) => Properties;
}

/**
 * A cloud in memory that creates, reads, updates and deletes any type of object under ids it makes itself: enough
 * for AWS and the like. Kubernetes has rules of its own (`KubernetesCloud`). It outlives the engine's process.
 */
export class SimulatedCloud {
  /** Of its provider. */
  readonly version: string;
  /** Whether its provider keeps the inputs in the outputs, as `__inputs`. */
  readonly recordsInputs: boolean = false;
  private readonly objects = new Map<string, CloudObject>();
  private made = 0;
  private configured: Properties = {};

  constructor(
    /** The Pulumi package: `aws`. */
    readonly package_: string,
    protected readonly options: CloudOptions = {},
  ) {
    this.version = options.version ?? "";
  }

  /** The remote components of the package. */
  get components(): Components {
    return this.options.components ?? {};
  }

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

  /** Takes the provider's settings; the latest provider resource of the package wins. @throws where it would not start. */
  configure(settings: Properties): void {
    const refusal = this.options.refuses?.(settings);
    if (refusal !== undefined) throw new Error(refusal);
    this.configured = settings;
  }

  /** The provider settings whose change replaces the provider and all that it owns. */
  // eslint-disable-next-line @typescript-eslint/no-unused-vars
  replacesProvider(old: Properties, wanted: Properties): string[] {
    return [];
  }

  check({ type, name, inputs, old, seed, proposed }: CheckRequest): Checked {
    const { named } = this.answer(type);
    const madeUp = named && { [named]: old?.[named] ?? proposed ?? `${name}-${seed.slice(0, 7)}` };
    const added = this.options.adds?.(inputs, this.configured);
    return { inputs: { ...madeUp, ...inputs, ...added }, failures: [] };
  }

  /** Whether a change at this property path makes a new object. */
  replaces(type: string, path: string): boolean {
    const immutable = [...(this.options.immutable?.[type] ?? []), ...(this.answer(type).immutable ?? [])];
    return immutable.some((name) => path.split(/[.[]/)[0] === name);
  }

  /** Whether the old object must go before its replacement can come. */
  // eslint-disable-next-line @typescript-eslint/no-unused-vars
  deletesFirst(type: string, old: Properties, wanted: Properties): boolean {
    return false;
  }

  /** The object as a preview predicts it; one that exists keeps the outputs of the cloud. */
  preview(type: string, inputs: Properties, old?: Properties): Properties {
    return old ? (apply(old, {}, inputs) as Properties) : { ...inputs, arn: UNKNOWN };
  }

  /**
   * Makes an object; `unready` makes one that never becomes ready.
   * @throws {NotReady} when it exists but isn't ready; any other error means that nothing was made.
   */
  create(type: string, inputs: Properties, unready: boolean): CloudObject | Promise<CloudObject> {
    const { id: idOf, outputs, refuses } = this.answer(type);
    const refusal = refuses?.(inputs, this.list());
    if (refusal !== undefined) throw new Error(refusal);
    const made = ++this.made;
    const id = idOf?.(inputs, made) ?? `${type.split(":").at(-1)?.toLowerCase()}-${made}`;
    if (this.find(type, id)) throw new Error(`AlreadyExists: ${type} "${id}" exists already`);
    const arn = `arn:${this.package_}:simulated:::${id}`;
    const object = { type, id, properties: { arn, ...inputs, ...outputs?.(inputs, id) } };
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
    const object = { type, id, properties: { arn, ...inputs, ...this.answer(type).outputs?.(inputs, id) } };
    this.put(object);
    if (unready) throw new NotReady(object, [`${id} did not become ready`]);
    return object;
  }

  /** Waits until nothing holds an object that is to go. @throws when patience ends before. */
  // eslint-disable-next-line @typescript-eslint/no-unused-vars
  untilFree(type: string, id: string): Promise<void> {
    return Promise.resolve();
  }

  /** Deletes an object; one that is gone already is fine, as with the real providers. */
  delete(type: string, id: string): void {
    const object = this.find(type, id);
    const refusal = object && this.answer(type).keeps?.(object, this.list());
    if (refusal !== undefined) throw new Error(refusal);
    this.remove(type, id);
  }

  invoke(token: string, args: Properties): Properties {
    const answer = this.options.functions?.[token];
    if (!answer)
      throw new Error(`The simulated ${this.package_} cloud has no function ${token}; give it one.`);
    return answer(args, this.list());
  }

  private answer(type: string): Answer {
    return this.options.answers?.[type] ?? {};
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
