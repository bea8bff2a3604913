import type { Problem } from "../../settings/rule";
import { at, isObject, itemsOf, notKnown, type Inputs } from "../inputs";
import { containerChecks, podChecks, unset, volumeTypes, type Check } from "../pod-security";
import { containersOf, inside, podSpecs, type PodSpec } from "../pod-specs";
import { probeHosts } from "../probe-host";
import { placeOf, type ResourceRule } from "../resource";

const ofContainers = [...containerChecks, ...probeHosts];

/** Pods as Pod Security `restricted` takes them, found before a Deployment waits in vain for pods that are refused. */
export const restrictedPod: ResourceRule = (resource) =>
  podSpecs(resource)
    .flatMap(problemsOf)
    .map((problem) => ({ ...problem, path: placeOf(resource, problem.path) }));

function problemsOf(pod: PodSpec): readonly Problem[] {
  const { path, spec } = pod;
  // Refused even where every container says it otherwise; the containers that inherit it have no fault of their own.
  const ofPod = containerChecks.filter((check) => check.ofPod && isSet(spec, check));
  return [
    ...[...podChecks, ...ofPod].flatMap((check) => broken(check, path, spec)),
    ...itemsOf(spec.volumes).flatMap((volume, index) => ofVolume(volume, inside(path, `volumes[${index}]`))),
    ...containersOf(pod).flatMap(({ path, container }) =>
      ofContainers
        .filter((check) => isSet(container, check) || !ofPod.includes(check))
        .flatMap((check) => broken(check, path, container)),
    ),
  ];
}

const isSet = (holder: Inputs, { field }: Check): boolean => !unset(at(holder, ...field));

function broken({ field, keeps, rule }: Check, path: string, holder: Inputs): Problem[] {
  const value = at(holder, ...field);
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
