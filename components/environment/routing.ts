import { CustomResource } from "@pulumi/kubernetes/apiextensions";
import { Service } from "@pulumi/kubernetes/core/v1";
import type * as pulumi from "@pulumi/pulumi";
import type { Route as RouteState } from "../../release/checkpoint";
import { type Color, colors, labels as releaseLabels, serviceName, type Weights } from "../../release/model";
import type { Application } from "../../settings/application";
import { selectorOf } from "./pod-template";

interface ColorServiceArgs {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  /** One pod has all of the traffic, and what leads there can be asked to use it while it ends. */
  readonly servesAlone: boolean;
}

/**
 * The Service in front of one color. Its selector never changes: switching a selector behind an ALB loses requests
 * (docs/facts.md#changing-backends).
 */
export class ColorService extends Service {
  constructor(
    application: Application,
    color: Color,
    { namespace, labels, servesAlone }: ColorServiceArgs,
    options: pulumi.CustomResourceOptions,
  ) {
    const name = serviceName(application.name, color);
    super(
      name,
      {
        metadata: {
          name,
          namespace,
          labels: { ...labels, [releaseLabels.application]: application.name, [releaseLabels.color]: color },
          // Pulumi would wait for pods; those of an idle color may be none, and a release waits on its Deployment.
          annotations: {
            "pulumi.com/skipAwait": "true",
            // Traefik else drops a pod's address the moment that it is told to go. The Service's own address leads to
            // it until another pod is Ready (docs/facts.md#pods-that-are-told-to-go).
            ...(servesAlone && { "traefik.io/service.nativelb": "true" }),
          },
        },
        spec: {
          type: "ClusterIP",
          selector: selectorOf(application.name, color),
          ports: [{ name: "http", port: 80, targetPort: "http", protocol: "TCP" }],
        },
      },
      options,
    );
  }
}

/** The listener that a route is attached to. */
export interface GatewayRef {
  readonly namespace: string;
  readonly name: string;
  /** One of its listeners; unset means all. Where one only redirects, a route that is attached to it would win. */
  readonly sectionName?: string | undefined;
}

interface RouteArgs {
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
