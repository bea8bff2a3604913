import type * as pulumi from "@pulumi/pulumi";
import { LoadBalancedGateway } from "../load-balanced-gateway";
import { loadBalancerName } from "../../naming/aws";
import { platformLabels } from "./platform-labels";

export interface SharedGatewayArgs {
  readonly cluster: string;
  readonly namespace: string;
  readonly idleTimeoutSeconds: number;
  readonly beforeDelete?: pulumi.ResourceHook | undefined;
  /** Of the domain and its wildcard; without one the environments answer over plain HTTP. */
  readonly https?: { readonly certificateArn: pulumi.Input<string>; readonly domain: string } | undefined;
}

/**
 * A load balancer that environments attach their routes to: at most 25 of them with one application each, for it takes
 * 100 target groups and no more, and each route to a Service makes one (docs/adr/0012). Protected: they lose their
 * traffic with it.
 */
export class SharedGateway extends LoadBalancedGateway {
  /** @param name of the Gateway too, so it can't be one of another namespace's. */
  constructor(name: string, args: SharedGatewayArgs, options: pulumi.ComponentResourceOptions) {
    const { cluster, namespace, idleTimeoutSeconds, https, beforeDelete } = args;
    super(
      name,
      {
        name,
        namespace,
        labels: platformLabels,
        ...https,
        idleTimeoutSeconds,
        // Environments come and go by namespace; what they may do there is theirs alone.
        allowedRoutes: "All",
        protect: true,
        beforeDelete,
        loadBalancerName: loadBalancerName(cluster, name),
      },
      options,
    );
  }
}
