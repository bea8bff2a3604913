import type { Deployment } from "../../release/checkpoint";
import { type Color, colors } from "../../release/model";

/** A route as the API server gives it: with what Pulumi's provider applied, and what its Gateway says of it. */
export function routeOf(
  application: string,
  weights: Readonly<Record<Color, number>>,
  { name = application, annotations }: { name?: string; annotations?: Record<string, string> } = {},
) {
  return {
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "HTTPRoute",
    metadata: {
      name,
      namespace: "shop-dev",
      generation: 3,
      resourceVersion: "4711",
      uid: "0f0f",
      creationTimestamp: "2026-11-21T12:00:00Z",
      labels: { "turnout.dev/application": application, "app.kubernetes.io/part-of": "shop" },
      ...(annotations && { annotations }),
      managedFields: [
        { manager: "traefik", operation: "Update", subresource: "status" },
        { manager: "pulumi-kubernetes-1a2b3c4d", operation: "Apply" },
      ],
    },
    spec: {
      parentRefs: [
        { group: "gateway.networking.k8s.io", kind: "Gateway", name: "shared", namespace: "gateways" },
      ],
      hostnames: ["shop-dev.shop.example"],
      rules: [
        {
          matches: [{ path: { type: "PathPrefix", value: "/" } }],
          backendRefs: colors.map((color) => ({
            group: "",
            kind: "Service",
            name: `${application}-${color}`,
            port: 80,
            weight: weights[color],
          })),
        },
      ],
    },
    status: { parents: [{ conditions: [{ type: "Accepted", status: "True", observedGeneration: 3 }] }] },
  };
}

/** A Deployment of a color that is up, as the API server gives it. */
export function deploymentOf(application: string, color: Color, release: string, replicas = 1): Deployment {
  return {
    metadata: {
      name: `${application}-${color}`,
      generation: 2,
      labels: { "turnout.dev/application": application, "turnout.dev/color": color },
    },
    spec: { replicas, template: { metadata: { labels: { "turnout.dev/release": release } } } },
    status: {
      observedGeneration: 2,
      ...(replicas > 0 && { readyReplicas: replicas, updatedReplicas: replicas }),
    },
  };
}

export const deploymentsPath = "/apis/apps/v1/namespaces/shop-dev/deployments";
export const routesPath = "/apis/gateway.networking.k8s.io/v1/namespaces/shop-dev/httproutes";
