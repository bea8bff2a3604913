import type { Color } from "../release/model";
import { shortHash } from "./hash";
import { LIMITS } from "./limits";

/** Whose a target group is: their names are one space per account and region. */
export interface TargetGroupOwner {
  readonly cluster: string;
  readonly namespace: string;
  readonly application: string;
  readonly color: Color;
}

/**
 * The name of the target group behind one color of an application, so that its metrics can be found: a readable
 * beginning, cut, and a hash of all that it is about. Letters, digits and -, at most 32 characters.
 */
export function targetGroupName({ cluster, namespace, application, color }: TargetGroupOwner): string {
  const hash = shortHash([cluster, namespace, application, color].join("/"));
  return `${namespace.slice(0, LIMITS.loadBalancing - hash.length - 1).replace(/-+$/, "")}-${hash}`;
}
