import { Addon } from "@pulumi/aws/eks";
import { ConfigFile } from "@pulumi/kubernetes/yaml/v2";
import * as pulumi from "@pulumi/pulumi";
import type { Cluster } from "./cluster";

/** Version that the AWS Load Balancer Controller v3.5.0 is built for (docs/facts.md#controller-on-fargate). */
const gatewayApiVersion = "v1.6.0";

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
      // The cluster's access entries are part of `ready`: a destroy needs its own entry until this is gone.
      { parent: this, dependsOn: [...cluster.ready], protect: true },
    );
    this.registerOutputs();
  }
}

interface MetricsArgs {
  /** An output of the cluster, so that it is there first. */
  readonly clusterName: pulumi.Input<string>;
}

/**
 * metrics-server, for autoscalers and `kubectl top`. The add-on rather than the chart, because it already listens on
 * 10251: 10250 is the kubelet's, and that is in the pod's own machine (docs/facts.md#metrics-server).
 *
 * No security group is opened for it: it runs in kube-system and has the cluster's own group, which lets in all its
 * members, the API server on 10251 and other pods' kubelets on 10250 alike. Pods that have another group instead (a
 * SecurityGroupPolicy) must let the cluster's group in on 10250, or their autoscaler sees nothing.
 *
 * `options` must depend on a Fargate profile for kube-system, without which the add-on stays degraded.
 */
export class Metrics extends pulumi.ComponentResource {
  constructor(name: string, { clusterName }: MetricsArgs, options: pulumi.ComponentResourceOptions) {
    super("turnout:platform:Metrics", name, {}, options);
    new Addon(
      "metrics-server",
      {
        clusterName,
        addonName: "metrics-server",
        resolveConflictsOnCreate: "OVERWRITE",
        resolveConflictsOnUpdate: "OVERWRITE",
        // No configurationValues: EKS refuses the add-on for one that its version doesn't know, and only an account can
        // ask for the valid ones (DescribeAddonConfiguration). The chart requests 100m and 200Mi: with Fargate's 256 MB
        // that is its smallest size.
      },
      { parent: this },
    );
    this.registerOutputs();
  }
}
