import type { Problem } from "../../settings/rule";
import { at, isObject, itemsOf, notKnown, type Inputs } from "../inputs";
import { containerChecks, podChecks, unset, volumeTypes, type Check } from "../pod-security";
import { containersOf, inside, podSpecs, type PodSpec } from "../pod-specs";
import { placeOf, type ResourceRule } from "../resource";

/** Pods as Pod Security `restricted` takes them, found before a Deployment waits in vain for pods that are refused. */
export const restrictedPod: ResourceRule = (resource) =>
  podSpecs(resource)
    .flatMap(problemsOf)
    .map((problem) => ({ ...problem, path: placeOf(resource, problem.path) }));

function problemsOf(pod: PodSpec): readonly Problem[] {
  const { path, spec } = pod;
  return [
    ...podChecks.flatMap((check) => broken(check, path, spec)),
    ...itemsOf(spec.volumes).flatMap((volume, index) => ofVolume(volume, inside(path, `volumes[${index}]`))),
    ...containersOf(pod).flatMap((one) =>
      containerChecks.flatMap((check) => broken(check, one.path, one.container, check.ofPod && spec)),
    ),
  ];
}

function broken({ field, keeps, rule }: Check, path: string, holder: Inputs, inherits?: Inputs): Problem[] {
  const own = at(holder, ...field);
  const value = unset(own) && inherits ? at(inherits, ...field) : own;
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
