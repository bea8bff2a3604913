import { CustomResource } from "@pulumi/kubernetes/apiextensions";
import type * as pulumi from "@pulumi/pulumi";
import { loadBalancerClass } from "../load-balanced-gateway";
import { platformLabels } from "./platform-labels";

/**
 * Gateways of this class become Application Load Balancers. `options` must depend on the controller: it alone takes off
 * the finalizer that it puts on, and only once no Gateway names the class.
 */
export class GatewayClass extends CustomResource {
  constructor(options: pulumi.CustomResourceOptions) {
    super(
      loadBalancerClass,
      {
        apiVersion: "gateway.networking.k8s.io/v1",
        kind: "GatewayClass",
        metadata: {
          name: loadBalancerClass,
          labels: platformLabels,
          // The first that shows whether the controller found the Gateway API's kinds.
          annotations: { "pulumi.com/waitFor": "condition=Accepted" },
        },
        spec: { controllerName: "gateway.k8s.aws/alb" },
      },
      options,
    );
  }
}
