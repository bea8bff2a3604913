import { ConfigFile } from "@pulumi/kubernetes/yaml/v2";
import * as pulumi from "@pulumi/pulumi";
import type { Cluster } from "./cluster";

/** What the AWS Load Balancer Controller v3.5.0 is built for (docs/facts.md#controller-on-fargate). */
export const gatewayApiVersion = "v1.6.0";

/**
 * The kinds `Gateway` and `HTTPRoute`. With a kind go all its objects, of every environment, so they are protected. The
 * controller's own kinds come with its chart.
 */
export class GatewayApi extends pulumi.ComponentResource {
  constructor(
    name: string,
    { cluster }: { readonly cluster: Pick<Cluster, "ready"> },
    options: pulumi.ComponentResourceOptions,
  ) {
    super("turnout:platform:GatewayApi", name, {}, options);
    const releases = "https://github.com/kubernetes-sigs/gateway-api/releases/download";
    new ConfigFile(
      "gateway-api",
      { file: `${releases}/${gatewayApiVersion}/standard-install.yaml` },
      // The cluster's access entries are part of `ready`: without its own, whoever destroys this is let in no more.
      { parent: this, dependsOn: [...cluster.ready], protect: true },
    );
    this.registerOutputs();
  }
}
