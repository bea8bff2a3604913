import type { Recording, Value } from "./recording";

interface Route {
  readonly metadata?: { readonly namespace?: string };
  readonly spec?: { readonly rules?: readonly { readonly backendRefs?: readonly Backend[] }[] };
}

interface Backend {
  readonly name?: string;
  readonly weight?: number;
}

/** An object's place in the cluster; a color's Service, Deployment and Secret share one. */
export function placeOf(inputs: Readonly<Record<string, Value>>): string | undefined {
  const { name, namespace = "" } = (inputs.metadata ?? {}) as { name?: string; namespace?: string };
  return name === undefined ? undefined : `${namespace}/${name}`;
}

/** The places that take traffic in a recording: whatever stands behind a route's weight. */
export function servingPlaces({ resources }: Recording): ReadonlySet<string> {
  const places = new Set<string>();
  for (const { type, inputs } of resources) {
    if (!type.endsWith(":HTTPRoute")) continue;
    const { metadata, spec } = inputs as unknown as Route;
    for (const { backendRefs = [] } of spec?.rules ?? [])
      for (const { name, weight = 1 } of backendRefs)
        // 1 is Gateway API's own default
        if (weight > 0) places.add(`${metadata?.namespace ?? ""}/${name ?? ""}`);
  }
  return places;
}
