import { CustomResource } from "@pulumi/kubernetes/apiextensions";
import * as pulumi from "@pulumi/pulumi";
import { Gateway } from "./platform/gateway";
import { listenersOf, loadBalancerSpec } from "./platform/load-balancer";

export interface LoadBalancedGatewayArgs {
  /** Of the Gateway in its namespace. */
  readonly name: string;
  readonly namespace: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** ARN in ACM; without one everything is plain HTTP. */
  readonly certificateArn?: pulumi.Input<string>;
  /** Its HTTPS listener takes only hostnames right below this domain; unset means any. */
  readonly domain?: string;
  readonly idleTimeoutSeconds: number;
  /** Whose routes may be attached: those of any namespace, or of its own. */
  readonly allowedRoutes: "All" | "Same";
  readonly protect: boolean;
  /** Asked before it is deleted; what throws keeps it. */
  readonly beforeDelete?: pulumi.ResourceHook | undefined;
  /** At most 32 characters; a load balancer keeps the one it was made with. */
  readonly loadBalancerName: string;
}

/** The GatewayClass of the platform's controller. */
export const loadBalancerClass = "alb";

/**
 * A Gateway with an Application Load Balancer. Over HTTPS where there is a certificate, at the listener `https`; the
 * listener `http` then only leads there, and a route that names no listener in the Gateway's own namespace would be
 * attached to it as well, and win.
 *
 * `options` must depend on the controller (in the platform's stack): its finalizer holds the Gateway until the load
 * balancer is gone.
 */
export class LoadBalancedGateway extends pulumi.ComponentResource {
  /** DNS name of the load balancer. */
  readonly address: pulumi.Output<string>;
  /** `app/NAME/ID`, by which CloudWatch knows the load balancer. */
  readonly arnSuffix: pulumi.Output<string>;

  constructor(name: string, args: LoadBalancedGatewayArgs, options: pulumi.ComponentResourceOptions) {
    super("turnout:gateway:LoadBalancedGateway", name, {}, options);
    const { namespace, labels, certificateArn, protect, beforeDelete } = args;
    const metadata = { name: args.name, namespace, ...(labels && { labels }) };

    const balancer = new CustomResource(
      name,
      {
        apiVersion: "gateway.k8s.aws/v1",
        kind: "LoadBalancerConfiguration",
        metadata,
        spec: loadBalancerSpec(args),
      },
      { parent: this },
    );
    const gateway = new Gateway(
      name,
      {
        metadata: { ...metadata, annotations: { "pulumi.com/waitFor": "condition=Programmed" } },
        spec: {
          gatewayClassName: loadBalancerClass,
          infrastructure: {
            parametersRef: { group: "gateway.k8s.aws", kind: "LoadBalancerConfiguration", name: args.name },
          },
          listeners: listenersOf(args),
        },
      },
      {
        parent: this,
        // The controller keeps the configuration until no Gateway names it.
        dependsOn: balancer,
        protect,
        ...(beforeDelete && { hooks: { beforeDelete: [beforeDelete] } }),
        // A load balancer takes three minutes, and the controller looks again every two.
        customTimeouts: { create: "20m", update: "20m", delete: "20m" },
      },
    );
    if (certificateArn !== undefined)
      new CustomResource(
        `${name}-to-https`,
        {
          apiVersion: "gateway.networking.k8s.io/v1",
          kind: "HTTPRoute",
          metadata: { ...metadata, name: `${args.name}-to-https` },
          spec: {
            parentRefs: [
              { group: "gateway.networking.k8s.io", kind: "Gateway", name: args.name, sectionName: "http" },
            ],
            rules: [
              {
                filters: [{ type: "RequestRedirect", requestRedirect: { scheme: "https", statusCode: 301 } }],
              },
            ],
          },
        },
        { parent: this, dependsOn: gateway },
      );
    this.address = gateway.address;
    this.arnSuffix = gateway.arnSuffix;
    this.registerOutputs();
  }
}
