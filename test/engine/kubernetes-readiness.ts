import { at, groupAndKind, selects } from "./kubernetes-rules";
import type { CloudObject } from "./simulated-cloud";
import { isRecord, type Properties } from "./wire-value";

/** Whether the containers of a Deployment's newest pods crash. */
export type Crashes = (deployment: CloudObject) => boolean;

/**
 * Why the real provider would still be waiting for an object, empty when it is ready: what its annotation waits for,
 * or else what its kind does. A Deployment waits for its pods, and pods for the Secrets, ConfigMaps and service account they name;
 * a Service waits for a ready pod that its selector picks (provider/pkg/await in pulumi-kubernetes).
 */
export function unreadiness(object: CloudObject, all: CloudObject[], crashes: Crashes): string[] {
  const { kind } = groupAndKind(object.type);
  if (at(object.properties, "metadata", "annotations", "pulumi.com/skipAwait") === "true") return [];
  if (kind === "Deployment") {
    const unmet = unmetConditions(object);
    const problems = podProblems(object, all, crashes);
    return unmet === undefined ? problems : unmet.length === 0 ? [] : [...problems, ...unmet];
  }
  if (kind !== "Service" || !awaitsEndpoints(object.properties)) return [];
  const selector = at(object.properties, "spec", "selector");
  const served = all.some(
    (other) =>
      groupAndKind(other.type).kind === "Deployment" &&
      namespaceOf(other) === namespaceOf(object) &&
      replicas(other) > 0 &&
      selects(selector, at(other.properties, "spec", "template", "metadata", "labels")) &&
      podProblems(other, all, crashes).length === 0,
  );
  return served
    ? []
    : [
        "Service does not target any Pods. Selected Pods may not be ready, or field '.spec.selector' may not match labels on any Pods",
      ];
}

/**
 * Conditions that the annotation `pulumi.com/waitFor` still waits for, in the real provider's words; undefined without
 * one. Only the forms that this project writes are understood: `jsonpath={.status.count}=value`, or without a value that
 * it is there; `jsonpath={$[?…]}` with terms that `&&` and `||` join; and `condition=Type`.
 */
export function unmetConditions({ properties }: CloudObject): string[] | undefined {
  const annotation = at(properties, "metadata", "annotations", "pulumi.com/waitFor");
  if (typeof annotation !== "string") return undefined;
  const conditions = annotation.startsWith("[") ? (JSON.parse(annotation) as string[]) : [annotation];
  return conditions.filter((condition) => {
    const [, type] = /^condition=(\w+)$/.exec(condition) ?? [];
    if (type !== undefined) return !hasCondition(properties, type);
    const [, filter] = /^jsonpath=\{\$\[\?([^{}]*)\]\}$/.exec(condition) ?? [];
    if (filter !== undefined)
      return !Object.values(properties).some((part) => passes(filter, part, properties));
    const [, path, , value] = /^jsonpath=\{\.([\w.]+)\}(=(.*))?$/.exec(condition) ?? [];
    if (path === undefined) throw new Error(`The simulated provider can't wait for ${condition}`);
    const found = at(properties, ...path.split("."));
    return found === undefined || (value !== undefined && JSON.stringify(found) !== value);
  });
}

/** Whether a part of an object passes a filter (RFC 9535), in which no text holds `&&` or `||`. */
function passes(filter: string, part: unknown, root: Properties): boolean {
  const inner = /^(.*?)(@\.[\w.]+)\[\?(.*?)\](.*)$/.exec(filter);
  if (inner) {
    const [, before = "", list = "", own = "", after = ""] = inner;
    const found = items(at(part, ...list.slice(2).split("."))).some((one) => passes(own, one, root));
    return passes(`${before}${String(found)}${after}`, part, root);
  }
  return filter.split("||").some((terms) => terms.split("&&").every((term) => holds(term, part, root)));
}

function holds(term: string, part: unknown, root: Properties): boolean {
  if (term === "true" || term === "false") return term === "true";
  const [, from, path = "", key, , value] = /^([@$])\.([\w.]+?)(?:\["([^"]+)"\])?(==(.*))?$/.exec(term) ?? [];
  if (from === undefined) throw new Error(`The simulated provider can't filter by ${term}`);
  const found = at(from === "$" ? root : part, ...path.split("."), ...(key === undefined ? [] : [key]));
  return value === undefined ? found !== undefined : JSON.stringify(found) === value;
}

const hasCondition = (properties: Properties, type: string) =>
  items(at(properties, "status", "conditions")).some(
    (condition) => at(condition, "type") === type && at(condition, "status") === "True",
  );

/** Why the pods of a Deployment aren't ready; a Deployment of no replicas always is. */
export function podProblems(deployment: CloudObject, all: CloudObject[], crashes: Crashes): string[] {
  if (replicas(deployment) === 0) return [];
  if (crashes(deployment)) {
    return [
      `Minimum number of live Pods was not attained`,
      `containers of "${deployment.id}" are not ready: CrashLoopBackOff`,
    ];
  }
  const namespace = String(namespaceOf(deployment));
  const exists = (kind: string, name: string) =>
    all.some((one) => groupAndKind(one.type).kind === kind && one.id === `${namespace}/${name}`);
  return podReferences(at(deployment.properties, "spec", "template", "spec"))
    .filter(([kind, name]) => !exists(kind, name))
    .map(([kind, name]) => `pods of "${deployment.id}" wait for ${kind} "${name}", which does not exist`);
}

/** Images of the containers in a Deployment's pod template. */
export function imagesOf(deployment: CloudObject): string[] {
  return items(at(deployment.properties, "spec", "template", "spec", "containers")).map((one) =>
    String(at(one, "image")),
  );
}

function awaitsEndpoints(service: Properties): boolean {
  const selector = at(service, "spec", "selector");
  const hasSelector = isRecord(selector) && Object.keys(selector).length > 0;
  return (
    hasSelector &&
    at(service, "spec", "clusterIP") !== "None" &&
    at(service, "spec", "type") !== "ExternalName"
  );
}

/** Pods that a Deployment asks for. */
export function replicas(deployment: CloudObject): number {
  const wanted = at(deployment.properties, "spec", "replicas");
  return typeof wanted === "number" ? wanted : 1; // apps/v1 defaults to one
}

function namespaceOf(object: CloudObject): unknown {
  return at(object.properties, "metadata", "namespace");
}

/** The objects that a pod can't start without, as kind and name. */
function podReferences(spec: unknown): [kind: string, name: string][] {
  const references: [string, string][] = [];
  const need = (kind: string, source: unknown, field: string) => {
    const name = at(source, field);
    if (typeof name === "string" && at(source, "optional") !== true) references.push([kind, name]);
  };
  const account = at(spec, "serviceAccountName");
  if (account !== "default") need("ServiceAccount", spec, "serviceAccountName");
  for (const volume of items(at(spec, "volumes"))) {
    need("Secret", at(volume, "secret"), "secretName");
    need("ConfigMap", at(volume, "configMap"), "name");
  }
  for (const container of [...items(at(spec, "containers")), ...items(at(spec, "initContainers"))]) {
    for (const from of items(at(container, "envFrom"))) {
      need("Secret", at(from, "secretRef"), "name");
      need("ConfigMap", at(from, "configMapRef"), "name");
    }
    for (const variable of items(at(container, "env"))) {
      need("Secret", at(variable, "valueFrom", "secretKeyRef"), "name");
      need("ConfigMap", at(variable, "valueFrom", "configMapKeyRef"), "name");
    }
  }
  return references;
}

const items = (value: unknown): unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);
