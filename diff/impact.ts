import { awsImpact } from "./aws-impact";
import type { Impact, Op } from "./change";
import type { Changed } from "./kind-impact";
import { kubernetesImpact } from "./kubernetes-impact";
import { isOfCloud } from "./short-type";

export interface ImpactArgs {
  readonly type: string;
  readonly name: string;
  readonly op: Op;
  readonly differences: readonly Changed[];
  /** It takes traffic as things stand in the base. */
  readonly serving: boolean;
}

/**
 * Decides what a change may do to users, the worst of its parts counting. A kind that the tables don't know is
 * taken for one that stores data: a warning too many is read and dismissed, one too few is not read at all.
 */
export function impactOf({ type, name, op, differences, serving }: ImpactArgs): Impact {
  const { loss, ofChange } = isOfCloud(type) ? awsImpact(type, name) : kubernetesImpact(type, name, serving);
  switch (op) {
    case "create":
      return "none";
    case "delete":
      return loss;
    case "replace":
      // What comes instead does what it is told: a lifecycle policy is never changed, only made again.
      return worst([loss, ...differences.map(ofChange)]);
    case "update":
      return worst(differences.map(ofChange));
  }
}

const order: readonly Impact[] = ["none", "traffic", "data"];

/** The worst of several; `none` of none. */
export function worst(impacts: readonly Impact[]): Impact {
  return order[Math.max(0, ...impacts.map((impact) => order.indexOf(impact)))] ?? "none";
}
