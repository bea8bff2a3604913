import type * as pulumi from "@pulumi/pulumi";
import { Cluster } from "../../../components/platform/cluster";
import { GatewayApi } from "../../../components/platform/add-ons";
import { LoadBalancerController } from "../../../components/platform/load-balancer-controller";
import { Network } from "../../../components/platform/network";

export const region = "eu-central-1";
export const tags = { "turnout:part-of": "shop" };

/** The platform up to its controller. */
export function controllerOn(options: pulumi.ComponentResourceOptions) {
  const zones = { region, cidr: "10.0.0.0/16", zones: ["a", "b"], natPerZone: false };
  const network = new Network("network", { cluster: "turnout", ...zones }, options);
  const { vpcId } = network;
  const people = { admins: [], viewers: [], environments: "smallcase-*", apiAccess: ["0.0.0.0/0"] };
  const versions = { version: "1.35", corednsVersion: "v1.13.2-eksbuild.31" };
  const named = { account: "111122223333", region, cluster: "turnout", ...versions };
  const cluster = new Cluster("cluster", { ...named, ...people, network }, options);
  const gatewayApi = new GatewayApi("gateway-api", { cluster }, options);
  const args = { cluster, gatewayApi, region, vpcId, tags };
  const controller = new LoadBalancerController("load-balancer-controller", args, options);
  return { cluster, controller, vpcId };
}
