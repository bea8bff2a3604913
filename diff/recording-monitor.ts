import { createHash } from "node:crypto";
import { type Answers, refusal, type Registration } from "../internals/offline";
import { resourceOutputs } from "../internals/resource-outputs";
import { isSecret } from "../internals/secret-mark";
import { type Outputs, standIn } from "../kinds/kind";
import { outputsOf } from "../kinds/lookup";
import type { Declared, Value } from "../program/recording";
import type { Checkpoint } from "../release/checkpoint";

/**
 * Stands in for the engine while a program runs: it answers every registration with the resource's own
 * inputs, as if all had gone well, and keeps what was registered. It reaches nothing outside this process.
 */
export class RecordingMonitor implements Answers {
  readonly declared: Declared[] = [];
  /** Requests of the program that failed; Pulumi's runtime swallows some of these errors. */
  readonly refusals: Error[] = [];

  /** Every URN that was declared, with those it had before. */
  private readonly aliases = new Map<string, readonly string[]>();

  /**
   * @param checkpoint of the last update, as the program gets it.
   * @param gateways names of the shared Gateways, which a platform outputs.
   */
  constructor(
    private readonly project: string,
    private readonly stack: string,
    private readonly checkpoint: Checkpoint,
    private readonly gateways: readonly string[],
  ) {}

  register(registration: Registration): ReturnType<Answers["register"]> {
    const { type, name, parent, custom, remote, inputs } = registration;
    const urn = this.urn(parent, type, name);
    if (this.aliases.has(urn)) throw this.refuse(`The program declares ${urn} twice.`);
    const aliases = this.aliasesOf(registration).filter((alias) => alias !== urn);
    this.aliases.set(urn, aliases);
    // A remote component is one resource here: its plugin decides what it is made of.
    if (custom || remote) this.declared.push(declaredBy(registration, urn, aliases));
    // Only what a provider manages has an id; a component's would look like one.
    return {
      urn,
      id: custom ? name : undefined,
      outputs: { ...inputs, ...outputsOf(type, name, inputs as Declared["inputs"]) },
    };
  }

  read({ type, name, id }: Parameters<Answers["read"]>[0]): ReturnType<Answers["read"]> {
    if (type !== "pulumi:pulumi:StackReference")
      throw this.refuse(`The program reads ${type} from the cloud, which can't be done offline${instead}`);
    return { id, state: { name, outputs: toldByPlatform(name, this.gateways), secretOutputNames: [] } };
  }

  call(token: string, inputs: Readonly<Record<string, unknown>>): Record<string, unknown> {
    const answer = openQuestions[token];
    if (answer !== undefined) return answer(inputs);
    if (token !== resourceOutputs)
      throw this.refuse(`The program asked for ${token}, which can't be answered offline${instead}`);
    return { outputs: this.checkpoint };
  }

  private refuse(message: string): Error {
    const error = refusal(message);
    this.refusals.push(error);
    return error;
  }

  /** As the engine finds them: the resource's own, and those it inherits from what its parent was called. */
  private aliasesOf({ name, type, parent, aliases }: Registration): string[] {
    const parents = [parent, ...(this.aliases.get(parent) ?? [])];
    const names = [{ name, type, parents }];
    const whole: string[] = [];
    for (const alias of aliases) {
      if ("urn" in alias) whole.push(alias.urn);
      else
        names.push({
          name: alias.name || name,
          type: alias.type || type,
          parents: alias.noParent ? [""] : alias.parent ? [alias.parent] : parents,
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

function declaredBy(registration: Registration, urn: string, aliases: readonly string[]): Declared {
  const { type, name, inputs, ignoreChanges, replaceOnChanges, protect } = registration;
  const provider = registration.provider.split("::").slice(0, -1).join("::"); // a reference ends in ::ID
  return {
    urn,
    type,
    name,
    inputs: visible(inputs) as Declared["inputs"],
    provider: provider === "" ? undefined : provider,
    aliases,
    ignoreChanges,
    replaceOnChanges,
    protect,
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

const instead =
  "; take the value from the settings or a StackReference, or look at `npx turnout preview` instead of the diff.";

/** Answers to a program's look-ups that can stay open in a diff; any other can't be asked offline. */
const openQuestions: Readonly<Record<string, (args: Outputs) => Outputs>> = {
  // Whether a platform's stack exists: offline it is assumed to.
  "pulumi:pulumi:readStackOutputs": () => ({}),
  // Whether an image is in the registry already: without an answer it is shown as built.
  "aws:ecr/getImages:getImages": () => ({}),
  "aws:ecr/getAuthorizationToken:getAuthorizationToken": () => ({
    password: standIn("password", "the registry"),
  }),
  "aws:lb/getLoadBalancer:getLoadBalancer": ({ name }) => ({
    arnSuffix: standIn("ARN", `load balancer ${String(name)}`),
  }),
  "aws:lb/getTargetGroup:getTargetGroup": ({ name }) => ({
    arnSuffix: standIn("ARN", `target group ${String(name)}`),
  }),
};

/** Outputs of a platform's last update, by the settings that it has in common with its environments. */
function toldByPlatform(name: string, gateways: readonly string[]): Outputs {
  const stack = name.split("/").at(-1) ?? name;
  return {
    cluster: standIn("cluster", stack),
    kubeconfig: standIn("kubeconfig", stack),
    vpcId: standIn("VPC", stack),
    securityGroupId: standIn("security group", stack),
    certificateArn: standIn("certificate", stack),
    gateways: Object.fromEntries(
      gateways.map((gateway) => [
        gateway,
        { address: standIn("address", gateway), loadBalancer: standIn("load balancer", gateway) },
      ]),
    ),
  };
}
