import { Namespace } from "@pulumi/kubernetes/core/v1";
import { Release } from "@pulumi/kubernetes/helm/v3";
import * as pulumi from "@pulumi/pulumi";
import { PLATFORM_NAMESPACE } from "../../naming/reserved";
import type { Cluster } from "./cluster";
import { controllerPolicy } from "./controller-policy";
import { controllerValues } from "./controller-values";
import type { GatewayApi } from "./gateway-api";
import { IrsaRole } from "./irsa-role";
import { platformLabels } from "./platform-labels";

export interface LoadBalancerControllerArgs {
  readonly cluster: Pick<Cluster, "name" | "oidc" | "ready">;
  readonly gatewayApi: GatewayApi;
  readonly region: string;
  readonly vpcId: pulumi.Input<string>;
  /** Of all it makes in AWS. */
  readonly tags: Readonly<Record<string, string>>;
}

const chart = "aws-load-balancer-controller";
/** Of the chart and of the controller; `controllerPolicy` and `gatewayApiVersion` belong to it. */
const controllerVersion = "3.5.0";

/**
 * What makes load balancers of Gateways, and takes them away again: a Gateway, a GatewayClass or a target group that is
 * to go waits for it (docs/facts.md#finalizers). So all it works with outlives it, and whatever it works for depends on
 * it.
 */
export class LoadBalancerController extends pulumi.ComponentResource {
  /** While this is there, it works: what it makes in AWS has to go first. */
  readonly release: Release;

  constructor(name: string, args: LoadBalancerControllerArgs, options: pulumi.ComponentResourceOptions) {
    super("turnout:platform:LoadBalancerController", name, {}, options);
    const { cluster, gatewayApi, region, vpcId, tags } = args;

    const account = { namespace: PLATFORM_NAMESPACE, serviceAccount: chart };
    const role = new IrsaRole(
      chart,
      { ...account, oidc: cluster.oidc, policy: controllerPolicy },
      { parent: this },
    );
    const home = new Namespace(
      PLATFORM_NAMESPACE,
      { metadata: { name: PLATFORM_NAMESPACE, labels: { ...platformLabels, ...podSecurity } } },
      { parent: this, dependsOn: [...cluster.ready] },
    );
    this.release = new Release(
      chart,
      {
        // A Release, not a Chart: that one renders without the cluster and makes new certificates every time.
        name: chart,
        chart,
        version: controllerVersion,
        repositoryOpts: { repo: "https://aws.github.io/eks-charts" },
        namespace: PLATFORM_NAMESPACE,
        values: controllerValues({
          clusterName: cluster.name,
          region,
          vpcId,
          serviceAccount: chart,
          roleArn: role.arn,
          tags,
        }),
        // An install or upgrade that fails is taken back, so that the next one starts from something that works.
        atomic: true,
        cleanupOnFail: true,
        // In seconds: a pod on Fargate takes up to 90 to start, an upgrade starts two one after the other.
        timeout: 600,
      },
      {
        parent: this,
        // It reads which kinds there are when it starts, and leaves out the controllers of those that are missing.
        dependsOn: [home, gatewayApi, ...role.ready, ...cluster.ready],
        customTimeouts: { create: "15m", update: "15m", delete: "15m" },
      },
    );
    this.registerOutputs();
  }
}

/** https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
const podSecurity = {
  "pod-security.kubernetes.io/enforce": "restricted",
  "pod-security.kubernetes.io/enforce-version": "latest",
};
