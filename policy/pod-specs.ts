import { isObject, type Inputs } from "./inputs";
import type { Resource } from "./resource";

/** The specification of a pod, and the path at which it stands in a resource. */
export interface PodSpec {
  readonly path: string;
  readonly spec: Inputs;
}

/** A container of a pod, and the path at which it stands in the resource. */
export interface Container {
  readonly path: string;
  readonly container: Inputs;
}

/**
 * All pods that a Kubernetes object describes, of whatever kind it is: what has a list of containers is a pod, in a
 * Deployment, a CronJob or a custom resource, and so is what stands within one. Pods of a Helm release are not seen, its
 * chart is rendered later.
 */
export function podSpecs({ type, inputs }: Resource): readonly PodSpec[] {
  return /^kubernetes:(?!helm)/.test(type) ? search(inputs, "") : [];
}

const lists = ["containers", "initContainers", "ephemeralContainers"] as const;

export function containersOf({ path, spec }: PodSpec): readonly Container[] {
  return lists.flatMap((list) => {
    const containers = spec[list];
    if (!Array.isArray(containers)) return [];
    return containers.flatMap((container: unknown, index) =>
      isObject(container) ? [{ path: inside(path, `${list}[${index}]`), container }] : [],
    );
  });
}

function search(value: unknown, path: string): readonly PodSpec[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => search(item, `${path}[${index}]`));
  if (!isObject(value)) return [];
  const own = lists.some((list) => Array.isArray(value[list])) ? [{ path, spec: value }] : [];
  return [...own, ...Object.entries(value).flatMap(([key, member]) => search(member, inside(path, key)))];
}

export const inside = (path: string, key: string): string => (path === "" ? key : `${path}.${key}`);
