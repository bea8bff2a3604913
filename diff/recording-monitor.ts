import { RegisterResourceResponse } from "@pulumi/pulumi/proto/resource_pb";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { createHash } from "node:crypto";
import { isSecret } from "../internals/secret-mark";
import type { Checkpoint } from "../release/checkpoint";
import { outputsOf } from "../kinds/lookup";
import { openQuestions, toldByPlatform } from "./offline-answers";
import type { Declared, Value } from "./recording";

/** What of the engine's `RegisterResourceRequest` tells what a change would mean. */
interface Request {
  getType(): string;
  getName(): string;
  getParent(): string;
  getCustom(): boolean;
  getRemote(): boolean;
  getObject(): Struct | undefined;
  getProvider(): string;
  getProtect(): boolean;
  getIgnorechangesList(): string[];
  getReplaceonchangesList(): string[];
  getAliasesList(): Alias[];
}

/** A whole URN, or the parts in which a former one differs from the present. */
interface Alias {
  getUrn(): string;
  getSpec():
    { getName(): string; getType(): string; getParenturn(): string; getNoparent(): boolean } | undefined;
}

/**
 * Stands in for the engine while a program runs: it answers every registration with the resource's own
 * inputs, as if all had gone well, and keeps what was registered. It reaches nothing outside this process.
 */
export class RecordingMonitor extends MockMonitor {
  readonly declared: Declared[] = [];
  /** What the program asked for in vain; Pulumi's runtime swallows some of these. */
  readonly refusals: Error[] = [];

  /** Every URN that was declared, with those it had before. */
  private readonly aliases = new Map<string, readonly string[]>();

  /**
   * @param checkpoint what the program is told that the last update recorded.
   * @param gateways names of the shared Gateways, which a platform tells about.
   */
  constructor(
    private readonly project: string,
    private readonly stack: string,
    checkpoint: Checkpoint,
    gateways: readonly string[],
  ) {
    super({
      newResource: ({ type, name, id }) => {
        if (type === "pulumi:pulumi:StackReference")
          return { id, state: { name, outputs: toldByPlatform(name, gateways), secretOutputNames: [] } };
        throw this.refusal(`The program reads ${type} from the cloud, which can't be done offline.`);
      },
      call: ({ token, inputs }) => {
        const answer = openQuestions[token];
        if (answer !== undefined) return answer(inputs as Record<string, unknown>);
        if (token !== "pulumi:pulumi:readStackResourceOutputs")
          throw this.refusal(`The program asked for ${token}, which can't be answered offline.`);
        return { outputs: checkpoint };
      },
    });
  }

  override registerResource(
    request: Request,
    callback: (error: unknown, response?: unknown) => void,
  ): Promise<void> {
    const urn = this.urn(request.getParent(), request.getType(), request.getName());
    if (this.aliases.has(urn)) {
      callback(this.refusal(`The program declares ${urn} twice.`));
      return Promise.resolve();
    }
    const aliases = this.aliasesOf(request).filter((alias) => alias !== urn);
    this.aliases.set(urn, aliases);
    // A remote component is one resource here: what it is made of is its plugin's to say.
    const isDeclared = request.getCustom() || request.getRemote();
    if (isDeclared) this.declared.push(declaredBy(request, urn, aliases));
    const response = new RegisterResourceResponse();
    response.setUrn(urn);
    // Only what a provider manages has an id; a component's would look like one.
    if (request.getCustom()) response.setId(request.getName());
    const inputs = request.getObject()?.toJavaScript() ?? {};
    const made = outputsOf(request.getType(), request.getName(), inputs) as typeof inputs;
    response.setObject(Struct.fromJavaScript({ ...inputs, ...made }));
    callback(null, response);
    return Promise.resolve();
  }

  /** Nothing is done here, so nothing is ever hooked. */
  registerResourceHook(_request: unknown, callback: (error: unknown, response: unknown) => void): void {
    callback(null, {});
  }

  override registerResourceOutputs(
    _request: unknown,
    callback: (error: unknown, response: unknown) => void,
  ): void {
    callback(null, {});
  }

  /** `details` is what Pulumi's runtime shows of an error that an invoke gets. */
  private refusal(message: string): Error {
    const error = Object.assign(new Error(message), { details: message });
    this.refusals.push(error);
    return error;
  }

  /** As the engine finds them: the resource's own, and those it inherits from what its parent was called. */
  private aliasesOf(request: Request): string[] {
    const parents = [request.getParent(), ...(this.aliases.get(request.getParent()) ?? [])];
    const names = [{ name: request.getName(), type: request.getType(), parents }];
    const whole: string[] = [];
    for (const alias of request.getAliasesList()) {
      const spec = alias.getSpec();
      if (spec === undefined) whole.push(alias.getUrn());
      else
        names.push({
          name: spec.getName() || request.getName(),
          type: spec.getType() || request.getType(),
          parents: spec.getNoparent() ? [""] : spec.getParenturn() ? [spec.getParenturn()] : parents,
        });
    }
    const composed = names.flatMap(({ name, type, parents }) =>
      parents.map((parent) => this.urn(parent, type, name)),
    );
    return [...new Set([...whole, ...composed])];
  }

  /** As the engine composes it: the types of all parents but the stack itself. */
  private urn(parent: string, type: string, name: string): string {
    const parentType = parent.split("::")[2] ?? "pulumi:pulumi:Stack";
    const qualified = parentType === "pulumi:pulumi:Stack" ? type : `${parentType}$${type}`;
    return `urn:pulumi:${this.stack}::${this.project}::${qualified}::${name}`;
  }
}

function declaredBy(request: Request, urn: string, aliases: readonly string[]): Declared {
  const provider = request.getProvider().split("::").slice(0, -1).join("::"); // a reference ends in ::ID
  return {
    urn,
    type: request.getType(),
    name: request.getName(),
    inputs: visible(request.getObject()?.toJavaScript() ?? {}) as Declared["inputs"],
    provider: provider === "" ? undefined : provider,
    aliases,
    ignoreChanges: request.getIgnorechangesList(),
    replaceOnChanges: request.getReplaceonchangesList(),
    protect: request.getProtect(),
  };
}

/** The value with every secret turned into a digest of it, which is compared and never printed. */
function visible(value: unknown): Value {
  if (Array.isArray(value)) return value.map(visible);
  if (typeof value !== "object" || value === null) return value as Value;
  if (isSecret(value))
    return { hidden: createHash("sha256").update(JSON.stringify(value.value)).digest("hex") };
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, visible(part)]));
}
