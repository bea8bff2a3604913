import { type Problem, type Rule, isObject } from "../problems/problem";
import { isPinned } from "../settings/image";
import { containerChecks, podChecks, volumeTypes, type Check } from "./pod-security";
import {
  inputAt,
  itemsOf,
  notKnown,
  placeOf,
  unset,
  type Inputs,
  type Resource,
  type ResourceRule,
} from "./resource";

/** The specification of a pod, and its path in a resource. */
interface PodSpec {
  readonly path: string;
  readonly spec: Inputs;
}

/** A container of a pod, and its path in the resource. */
interface Container {
  readonly path: string;
  readonly container: Inputs;
}

/**
 * All pods that a Kubernetes object describes, of whatever kind it is: anything with a list of containers is a pod, in
 * a Deployment, a CronJob or a custom resource, and so is anything within one. Pods of a Helm release are not seen, its
 * chart is rendered later.
 */
function podSpecs({ type, inputs }: Resource): readonly PodSpec[] {
  return /^kubernetes:(?!helm)/.test(type) ? search(inputs, "") : [];
}

const lists = ["containers", "initContainers", "ephemeralContainers"] as const;

function containersOf({ path, spec }: PodSpec): readonly Container[] {
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

const inside = (path: string, key: string): string => (path === "" ? key : `${path}.${key}`);

/** Pods as Pod Security `restricted` takes them, found before a Deployment waits for pods that are refused. */
export const restrictedPod: ResourceRule = (resource) =>
  podSpecs(resource)
    .flatMap(problemsOf)
    .map((problem) => ({ ...problem, path: placeOf(resource, problem.path) }));

function problemsOf(pod: PodSpec): readonly Problem[] {
  const { path, spec } = pod;
  // Refused even where every container overrides it; containers that inherit it are not reported again.
  const ofPod = containerChecks.filter((check) => check.ofPod && isSet(spec, check));
  return [
    ...[...podChecks, ...ofPod].flatMap((check) => broken(check, path, spec)),
    ...itemsOf(spec.volumes).flatMap((volume, index) => ofVolume(volume, inside(path, `volumes[${index}]`))),
    ...containersOf(pod).flatMap(({ path, container }) =>
      containerChecks
        .filter((check) => isSet(container, check) || !ofPod.includes(check))
        .flatMap((check) => broken(check, path, container)),
    ),
  ];
}

const isSet = (holder: Inputs, { field }: Check): boolean => !unset(inputAt(holder, ...field));

function broken({ field, keeps, rule }: Check, path: string, holder: Inputs): Problem[] {
  const value = inputAt(holder, ...field);
  return value === notKnown || keeps(value) ? [] : [{ path: inside(path, field.join(".")), value, rule }];
}

function ofVolume(volume: unknown, path: string): Problem[] {
  return Object.entries(isObject(volume) ? volume : {})
    .filter(([type, value]) => type !== "name" && !unset(value) && !volumeTypes.includes(type))
    .map(([type, value]) => ({
      path: inside(path, type),
      value: value === notKnown ? type : value,
      rule: `must not be a volume of the type ${type}; use an emptyDir or a persistentVolumeClaim`,
    }));
}

const rule: Rule =
  "must be pinned by its digest, or by a content tag; set build for the application, or write it as registry/name@sha256:…";

/** Images of pods by digest or by a tag that is made of their content: the same name is always the same image. */
export const pinnedImage: ResourceRule = (resource) =>
  podSpecs(resource)
    .flatMap(containersOf)
    .filter(
      ({ container: { image } }) => image !== notKnown && !(typeof image === "string" && isPinned(image)),
    )
    .map(({ path, container: { image } }) => ({
      path: placeOf(resource, inside(path, "image")),
      value: image,
      rule,
    }));
