import { Namespace } from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import { GatewayClass } from "./gateway-class";
import type { LoadBalancerController } from "./load-balancer-controller";
import { platformLabels } from "./platform-labels";
import { SharedGateway, type SharedGatewayArgs } from "./shared-gateway";

export interface SharedGatewaysArgs extends SharedGatewayArgs {
  /** The domain's wildcard leads to the first; a further one is for environments that come later. */
  readonly names: readonly string[];
  readonly controller: Pick<LoadBalancerController, "release">;
  /** The environments' security group: the controller takes its own rules out of it before a load balancer goes. */
  readonly securityGroup: pulumi.Resource;
}

/** The load balancers of the platform, and the class of all Gateways in the cluster. */
export class SharedGateways extends pulumi.ComponentResource {
  readonly gateways: Readonly<Record<string, SharedGateway>>;

  constructor(name: string, args: SharedGatewaysArgs, options: pulumi.ComponentResourceOptions) {
    super("turnout:platform:SharedGateways", name, {}, options);
    const { names, namespace, controller, securityGroup } = args;
    const served = [controller.release, securityGroup];
    const home = new Namespace(
      name,
      { metadata: { name: namespace, labels: platformLabels } },
      // Its Gateways would go with it.
      { parent: this, dependsOn: served, protect: true },
    );
    const alb = new GatewayClass({ parent: this, dependsOn: served });
    const attached = { parent: this, dependsOn: [home, alb, ...served] };
    this.gateways = Object.fromEntries(names.map((one) => [one, new SharedGateway(one, args, attached)]));
    this.registerOutputs();
  }
}
