import { encryption, type Encryption } from "../encryption";
import { at, notKnown } from "../inputs";
import { placeOf, type Resource, type ResourceRule } from "../resource";

/** Registries, Secrets of the cluster, disks, databases and caches are encrypted at rest. */
export const encrypted: ResourceRule = (resource) =>
  (isBare(resource) ? [] : (encryption[resource.type] ?? [])).flatMap((check) => {
    const value = at(resource.inputs, ...check.field);
    if (value === notKnown || isEncrypted(value, check, resource)) return [];
    return [{ path: placeOf(resource, shown(check.field)), value, rule: check.rule }];
  });

const isEncrypted = (value: unknown, { keeps, byDefault }: Encryption, { inputs }: Resource): boolean =>
  keeps(value) || ((value === undefined || value === null) && (byDefault?.(inputs) ?? false));

/** A component may be registered without its arguments; the cluster that it makes is checked then. */
const isBare = ({ type, inputs }: Resource) =>
  type === "eks:index:Cluster" && Object.keys(inputs).length === 0;

const shown = (field: Encryption["field"]) => field.join(".").replace(/\.(\d+)/g, "[$1]");
