import { Addon } from "@pulumi/aws/eks";
import * as pulumi from "@pulumi/pulumi";

export interface MetricsArgs {
  /** An output of the cluster, so that it is there first. */
  readonly clusterName: pulumi.Input<string>;
}

/**
 * metrics-server: what autoscalers and `kubectl top` ask. The add-on rather than the chart, because it already listens
 * on 10251: 10250 is the kubelet's, and that is in the pod's own machine (docs/facts.md#metrics-server).
 *
 * No security group is opened for it: it runs in kube-system and wears the cluster's own group, which lets in
 * everything that wears it, the API server on 10251 and other pods' kubelets on 10250 alike. Pods that wear another
 * group instead (a SecurityGroupPolicy) must let the cluster's group in on 10250, or their autoscaler sees nothing.
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
        // No configurationValues: EKS refuses the add-on for one that its version doesn't know, and only an account
        // can ask which those are (DescribeAddonConfiguration). The chart asks for 100m and 200Mi: with Fargate's
        // 256 MB that is its smallest size.
      },
      { parent: this },
    );
    this.registerOutputs();
  }
}
