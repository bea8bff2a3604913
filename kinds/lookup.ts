import type { Declared } from "../program/recording";
import { clusterKinds } from "./cluster";
import { identityKinds } from "./identity";
import { standIn, type Inputs, type Kind, type Outputs } from "./kind";
import { kubernetesKinds } from "./kubernetes";
import { networkKinds } from "./network";
import { componentPart, type PartTitle } from "./part";
import { watchingKinds } from "./watching";

const kinds: Readonly<Record<string, Kind>> = {
  ...clusterKinds,
  ...identityKinds,
  ...kubernetesKinds,
  ...networkKinds,
  ...watchingKinds,
};

/** An unknown kind counts as one that stores data: a needless warning costs less than a missing one. */
const unknownKind: Kind = { loss: "data" };

/** No impact of its own: its resources have theirs. */
const provider: Kind = { loss: "none", part: "Providers" };

/** The kind of a type of resource, also of an unknown type. */
export function kindOf(type: string): Kind {
  const known = kinds[shortType(type)];
  return type.startsWith("pulumi:providers:") ? { ...provider, ...known } : (known ?? unknownKind);
}

/** The part of a stack that a resource belongs to: its kind's own, else that of the nearest component that it is in. */
export const partOf = ({ urn, type }: Pick<Declared, "urn" | "type">): PartTitle =>
  kindOf(type).part ?? componentPart(urn) ?? "Other";

/** `ec2:Subnet` of `aws:ec2/subnet:Subnet`, `kubernetes:Release` of `kubernetes:helm.sh/v3:Release`, `eks:Cluster`. */
export function shortType(type: string): string {
  const [package_ = "", module = "", ...rest] = type.split(":");
  return [package_ === "aws" ? module.split("/")[0] : package_, rest.at(-1) ?? module].join(":");
}

/** `Deployment` of `kubernetes:apps/v1:Deployment`, `Provider` of any provider. */
export const kindName = (type: string): string =>
  type.startsWith("pulumi:providers:") ? "Provider" : (type.split(":").at(-1) ?? type);

/** Whether a type belongs to AWS, or is an image for its registry: not an object of a cluster. */
export const isOfCloud = (type: string): boolean => /^(aws|eks|docker-build):/.test(type);

const longest = 200; // characters: a role's trusted principals fit in

/** `10.0.0.0/18 in eu-central-1a` of a subnet. Nothing secret is in it. */
export function detailOf({
  type,
  name,
  inputs,
}: Pick<Declared, "type" | "name" | "inputs">): string | undefined {
  const detail = kindOf(type).detail?.(inputs);
  if (detail === undefined || detail === name) return undefined;
  return detail.length > longest ? `${detail.slice(0, longest)}…` : detail;
}

/**
 * Stand-ins for the outputs that a cloud would add to the inputs of a resource, as far as programs read them: in an
 * offline diff a reviewer sees references by them.
 */
export function outputsOf(type: string, name: string, inputs: Inputs): Outputs {
  const { outputs } = kindOf(type);
  if (outputs !== undefined) return outputs(name, inputs);
  return type.startsWith("aws:") ? { arn: standIn("ARN", `${kindName(type)} ${name}`) } : {};
}
