import { isPreview } from "../kinds/kubernetes";
import { type Color, labels, serviceName } from "../release/model";
import type { Recording, Value } from "./recording";

interface Metadata {
  readonly name?: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

interface Route {
  readonly metadata?: Metadata;
  readonly spec?: { readonly rules?: readonly { readonly backendRefs?: readonly Backend[] }[] };
}

interface Backend {
  readonly name?: string;
  readonly weight?: number;
}

type Inputs = Readonly<Record<string, Value>>;

/** An object's place in the cluster; a color's Service and Deployment share one. */
export function placeOf(inputs: Inputs): string | undefined {
  const { name, namespace = "" } = (inputs.metadata ?? {}) as Metadata;
  return name === undefined ? undefined : `${namespace}/${name}`;
}

/** The places that take traffic in a recording: whatever stands behind a route's weight. */
export function servingPlaces({ resources }: Recording): ReadonlySet<string> {
  const backends = new Set<string>();
  for (const { type, inputs } of resources) {
    const { metadata, spec } = inputs as unknown as Route;
    if (!type.endsWith(":HTTPRoute") || isPreview(metadata?.name ?? "")) continue;
    for (const { backendRefs = [] } of spec?.rules ?? [])
      for (const { name, weight = 1 } of backendRefs)
        // 1 is Gateway API's own default
        if (weight > 0) backends.add(`${metadata?.namespace ?? ""}/${name ?? ""}`);
  }
  const behind = resources.filter(({ inputs }) => backends.has(servicePlaceOf(inputs) ?? ""));
  return new Set([...backends, ...behind.flatMap(({ inputs }) => placeOf(inputs) ?? [])]);
}

/** The place of the Service in front of an object of a color; the name of a Secret tells more than its color. */
function servicePlaceOf(inputs: Inputs): string | undefined {
  const { namespace = "", labels: own = {} } = (inputs.metadata ?? {}) as Metadata;
  const { [labels.application]: application, [labels.color]: color } = own;
  if (application === undefined || color === undefined) return undefined;
  return `${namespace}/${serviceName(application, color as Color)}`;
}
