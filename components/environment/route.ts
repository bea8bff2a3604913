import { CustomResource } from "@pulumi/kubernetes/apiextensions";
import type * as pulumi from "@pulumi/pulumi";
import { colors, labels as releaseLabels, serviceName, type Weights } from "../../release/model";
import type { Route as RouteState } from "../../release/checkpoint";

/** The listener that a route is attached to. */
export interface GatewayRef {
  readonly namespace: string;
  readonly name: string;
  /** One of its listeners; unset means all. Where one only redirects, a route that is attached to it would win. */
  readonly sectionName?: string | undefined;
}

export interface RouteArgs {
  readonly application: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly host: string;
  readonly gateway: GatewayRef;
  readonly weights: Weights;
}

/**
 * The way from a hostname to both colors. A release changes two weights and nothing else: a backend
 * that is dropped, even one of weight 0, loses its requests in flight (docs/facts.md#changing-backends).
 */
export class Route extends CustomResource {
  /** As the API server answered it. */
  declare readonly spec: pulumi.Output<RouteState["spec"]>;

  constructor(name: string, args: RouteArgs, options: pulumi.CustomResourceOptions) {
    const { application, namespace, labels, annotations, host, gateway, weights } = args;
    super(
      name,
      {
        apiVersion: "gateway.networking.k8s.io/v1",
        kind: "HTTPRoute",
        metadata: {
          name,
          namespace,
          labels: { ...labels, [releaseLabels.application]: application },
          ...(annotations && { annotations }),
        },
        spec: {
          parentRefs: [
            {
              group: "gateway.networking.k8s.io",
              kind: "Gateway",
              name: gateway.name,
              namespace: gateway.namespace,
              ...(gateway.sectionName !== undefined && { sectionName: gateway.sectionName }),
            },
          ],
          hostnames: [host],
          rules: [
            {
              matches: [{ path: { type: "PathPrefix", value: "/" } }],
              backendRefs: colors.map((color) => ({
                group: "",
                kind: "Service",
                name: serviceName(application, color),
                port: 80,
                weight: weights[color],
              })),
            },
          ],
        },
      },
      options,
    );
  }
}
