import * as pulumi from "@pulumi/pulumi";
import { Callback } from "@pulumi/pulumi/proto/callback_pb";
import { RegisterResourceResponse } from "@pulumi/pulumi/proto/resource_pb";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks";
import * as state from "@pulumi/pulumi/runtime/state";
import { neverEnds, patience } from "./engine-calls";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";

/*
 * A Pulumi program without an engine. Pulumi's own mocks hide what a diff needs (aliases, protection, ignored
 * properties, remote components), so this replaces the engine one level below, at its gRPC interface (pulumi/pulumi,
 * proto/pulumi/resource.proto), whose generated classes the SDK has without documenting them.
 */

/** A resource as the program registers it with the engine. */
export interface Registration {
  readonly type: string;
  readonly name: string;
  /** URN; empty for the stack itself. */
  readonly parent: string;
  readonly custom: boolean;
  /** A component that is created by its plugin. */
  readonly remote: boolean;
  /** Secrets as they are marked on the wire. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** `URN::ID`; empty for the default one. */
  readonly provider: string;
  /** References of the providers that a remote component's children get. */
  readonly providers: readonly string[];
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  readonly ignoreChanges: readonly string[];
  readonly replaceOnChanges: readonly string[];
  readonly aliases: readonly Alias[];
  /** URNs. */
  readonly dependencies: readonly string[];
  /** Each empty where the program sets none. */
  readonly timeouts: { readonly create: string; readonly update: string; readonly delete: string };
}

/** A whole URN, or the parts in which a former one differs from the present. */
type Alias =
  | { readonly urn: string }
  | { readonly name: string; readonly type: string; readonly parent: string; readonly noParent: boolean };

/** The answers to a program. A refusal is thrown, made by `refusal`. */
export interface Answers {
  register(registration: Registration): {
    readonly urn: string;
    readonly id?: string | undefined;
    readonly outputs: object;
  };
  read(resource: { readonly type: string; readonly name: string; readonly id?: string | undefined }): {
    readonly id: string | undefined;
    readonly state: Readonly<Record<string, unknown>>;
  };
  call(token: string, inputs: Readonly<Record<string, unknown>>): Record<string, unknown>;
}

/** An error that the program sees: `details` is what Pulumi's runtime shows of one that an invoke gets. */
export const refusal = (message: string): Error => Object.assign(new Error(message), { details: message });

/** One stack's run of a program. */
interface OfflineRun {
  readonly program: () => Promise<unknown>;
  readonly project: string;
  readonly stack: string;
  readonly config: Readonly<Record<string, string>>;
  readonly secretKeys: readonly string[];
}

/**
 * Runs a program to its end, every registration answered. Pulumi keeps all this per process: one run at a time.
 *
 * @throws whatever the program throws; Error where it never ends.
 */
export async function runOffline(
  { program, project, stack, config, secretKeys }: OfflineRun,
  answers: Answers,
): Promise<void> {
  pulumi.runtime.setAllConfig({ ...config }, [...secretKeys]);
  // Sets the features of the engine; the mocks themselves are never called.
  const unasked = { newResource: () => ({ id: undefined, state: {} }), call: () => ({}) };
  await pulumi.runtime.setMocks(unasked, project, stack, false, "organization");
  pulumi.runtime.setMockOptions(new Monitor(answers), project, stack, false, "organization");
  Object.assign((state as unknown as { getStore(): object }).getStore(), { callbacks: neverCalled });
  let failure: { readonly error: unknown } | undefined;
  // Not by its own rejection: Pulumi's stack would hold that a second time, where nobody can catch it.
  const caught = async () => {
    try {
      await program();
    } catch (error) {
      failure = { error };
    }
  };
  // It disconnects when every registration has been answered.
  const undo = [carryStructs(), hideCallers()];
  try {
    await toItsEnd(pulumi.runtime.runInPulumiStack(caught).then(() => pulumi.runtime.disconnect()));
  } finally {
    for (const restore of undo) restore();
  }
  if (failure) throw failure.error;
}

/**
 * Has messages carry values as they are: nothing is sent, and to make each value a message and read it again takes an
 * eighth of a run.
 */
function carryStructs(): () => void {
  const struct = Struct as unknown as { fromJavaScript: (value: object) => Struct };
  const byLibrary = struct.fromJavaScript;
  struct.fromJavaScript = carried;
  return () => {
    struct.fromJavaScript = byLibrary;
  };
}

function carried(value: object): Struct {
  const content = asSent(value) as ReturnType<Struct["toJavaScript"]>;
  return Object.assign(new Struct(), { toJavaScript: () => content });
}

/** A copy as a message would give it back, whose keys are in order. */
function asSent(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asSent);
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(
      Object.keys(value)
        .sort()
        .map((key) => [key, asSent((value as Readonly<Record<string, unknown>>)[key])]),
    );
  return value;
}

/** Pulumi looks for the line of the program that makes a resource, by a whole stack trace, to tell the engine. */
function hideCallers(): () => void {
  const Resource = pulumi.Resource as unknown as { callsites: () => unknown[] };
  const { callsites } = Resource;
  Resource.callsites = () => [];
  return () => {
    Resource.callsites = callsites;
  };
}

/**
 * Stands for the server by which the engine calls hooks and transforms (runtime/callbacks.js): nothing is changed here, so
 * none is ever called. The real one waits until it reaches itself, and without a loopback interface for ever.
 */
const neverCalled = {
  registerTransform: () => Promise.resolve(new Callback()),
  registerStackTransform: () => undefined,
  registerStackInvokeTransform: () => undefined,
  awaitStackRegistrations: () => Promise.resolve(),
  registerResourceHook: () => Promise.resolve(),
  registerErrorHook: () => Promise.resolve(),
  shutdown: () => undefined,
};

/** As the work itself, and an error where that waits for what never comes: nothing else would tell it from the end of all. */
function toItsEnd<T>(work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const never = () => {
      reject(new Error(neverEnds));
    };
    const timer = setTimeout(never, patience).unref();
    process.once("beforeExit", never);
    void work.then(resolve, reject).finally(() => {
      clearTimeout(timer);
      process.off("beforeExit", never);
    });
  });
}

type Answered = (error: unknown, response?: unknown) => void;

/** The engine's `RegisterResourceRequest`, as far as it is read. */
interface Request {
  getType(): string;
  getName(): string;
  getParent(): string;
  getCustom(): boolean;
  getRemote(): boolean;
  getObject(): Struct | undefined;
  getProvider(): string;
  getProvidersMap(): { entries(): Iterable<[string, string]> };
  getProtect(): boolean;
  getRetainondelete(): boolean;
  getIgnorechangesList(): string[];
  getReplaceonchangesList(): string[];
  getAliasesList(): AliasMessage[];
  getDependenciesList(): string[];
  getCustomtimeouts(): { getCreate(): string; getUpdate(): string; getDelete(): string } | undefined;
}

interface AliasMessage {
  getUrn(): string;
  getSpec():
    { getName(): string; getType(): string; getParenturn(): string; getNoparent(): boolean } | undefined;
}

class Monitor extends MockMonitor {
  constructor(private readonly answers: Answers) {
    super({
      newResource: ({ type, name, id }) => {
        const { id: found, state } = answers.read({ type, name, id });
        return { id: found, state };
      },
      call: ({ token, inputs }) => answers.call(token, inputs as Record<string, unknown>),
    });
  }

  override registerResource(request: Request, callback: Answered): Promise<void> {
    try {
      const { urn, id, outputs } = this.answers.register(registrationOf(request));
      const response = new RegisterResourceResponse();
      response.setUrn(urn);
      if (id !== undefined) response.setId(id);
      response.setObject(carried(outputs));
      callback(null, response);
    } catch (error) {
      callback(error);
    }
    return Promise.resolve();
  }

  override registerResourceOutputs(_request: unknown, callback: Answered): void {
    callback(null, {});
  }
}

function registrationOf(request: Request): Registration {
  const timeouts = request.getCustomtimeouts();
  return {
    type: request.getType(),
    name: request.getName(),
    parent: request.getParent(),
    custom: request.getCustom(),
    remote: request.getRemote(),
    inputs: request.getObject()?.toJavaScript() ?? {},
    provider: request.getProvider(),
    providers: [...request.getProvidersMap().entries()].map(([, reference]) => reference),
    protect: request.getProtect(),
    retainOnDelete: request.getRetainondelete(),
    ignoreChanges: request.getIgnorechangesList(),
    replaceOnChanges: request.getReplaceonchangesList(),
    aliases: request.getAliasesList().map((alias) => {
      const spec = alias.getSpec();
      if (spec === undefined) return { urn: alias.getUrn() };
      const [name, type, parent] = [spec.getName(), spec.getType(), spec.getParenturn()];
      return { name, type, parent, noParent: spec.getNoparent() };
    }),
    dependencies: request.getDependenciesList(),
    timeouts: {
      create: timeouts?.getCreate() ?? "",
      update: timeouts?.getUpdate() ?? "",
      delete: timeouts?.getDelete() ?? "",
    },
  };
}
