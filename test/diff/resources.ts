import type { Declared, Recording, Value } from "../../program/recording";

type Inputs = Readonly<Record<string, Value>>;

/** One resource of a made-up stack; what isn't given is as it usually is. */
export function declared(
  type: string,
  name: string,
  inputs: Inputs = {},
  more: Partial<Declared> = {},
): Declared {
  return {
    urn: urnOf(type, name),
    type,
    name,
    inputs,
    provider: providerUrn,
    aliases: [],
    ignoreChanges: [],
    replaceOnChanges: [],
    protect: false,
    ...more,
  };
}

export const urnOf = (type: string, name: string) => `urn:pulumi:dev::turnout::${type}::${name}`;

export const providerType = "pulumi:providers:kubernetes";
export const providerUrn = urnOf(providerType, "cluster");
export const provider = (clusterIdentifier: string, more: Inputs = {}) =>
  declared(providerType, "cluster", { clusterIdentifier, ...more }, { provider: undefined });

export const deploymentType = "kubernetes:apps/v1:Deployment";
export const routeType = "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute";
export const configMapType = "kubernetes:core/v1:ConfigMap";

export const place = (name: string): Inputs => ({ metadata: { name, namespace: "shop" } });

export const deployment = (name: string, spec: Inputs = {}, more: Partial<Declared> = {}) =>
  declared(deploymentType, name, { ...place(name), spec }, more);

export const route = (blue: number, green: number) =>
  declared(routeType, "web", {
    ...place("web"),
    spec: {
      rules: [
        {
          backendRefs: [
            { name: "web-blue", weight: blue },
            { name: "web-green", weight: green },
          ],
        },
      ],
    },
  });

export const configMap = (name: string, data: Inputs = {}, more: Partial<Declared> = {}) =>
  declared(configMapType, name, { ...place(name), data }, more);

export const recordingOf = (...resources: readonly Declared[]): Recording => ({ resources, messages: [] });
