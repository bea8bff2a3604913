import { clusterDetails } from "./detail-of-cluster";
import { networkDetails } from "./detail-of-network";
import { objectDetails } from "./detail-of-objects";
import { rightsDetails } from "./detail-of-rights";
import { watchDetails } from "./detail-of-watching";
import type { Declared } from "./recording";
import { shortType } from "./short-type";

/** In words, from a resource's inputs; undefined where what it is about is not known before it is there. */
export type Detail = (inputs: Declared["inputs"]) => string | undefined;

const details: Readonly<Record<string, Detail>> = {
  ...clusterDetails,
  ...networkDetails,
  ...objectDetails,
  ...rightsDetails,
  ...watchDetails,
};

const longest = 200; // characters: whom a role trusts fits in

/** `10.0.0.0/18 in eu-central-1a` of a subnet. Nothing secret is in it. */
export function detailOf({
  type,
  name,
  inputs,
}: Pick<Declared, "type" | "name" | "inputs">): string | undefined {
  const detail = details[shortType(type)]?.(inputs);
  if (detail === undefined || detail === name) return undefined;
  return detail.length > longest ? `${detail.slice(0, longest)}…` : detail;
}
