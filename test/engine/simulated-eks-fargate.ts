import { getRouteTable } from "@pulumi/aws/ec2/getRouteTable";
import { getRouteTables } from "@pulumi/aws/ec2/getRouteTables";
import { getSubnet } from "@pulumi/aws/ec2/getSubnet";
import type { Cluster } from "@pulumi/aws/eks/cluster";
import { FargateProfile } from "@pulumi/aws/eks/fargateProfile";
import * as pulumi from "@pulumi/pulumi";
import { subnetsOf } from "./simulated-eks-cluster";
import type { EksInputs } from "./simulated-eks-inputs";
import { ServiceRole } from "./simulated-eks-role";

/** The one profile that `fargate` asks for, with its pod execution role; made inside an `apply` as the real one is. */
export function fargateProfile(
  name: string,
  cluster: Cluster,
  args: EksInputs,
  owned: { parent: pulumi.ComponentResource; dependsOn: pulumi.Resource[] },
): pulumi.Output<FargateProfile | undefined> {
  const { parent } = owned;
  return pulumi.output(args.fargate).apply((fargate) => {
    if (!fargate) return undefined;
    const own = fargate === true ? {} : fargate;
    const role = {
      service: "eks-fargate-pods.amazonaws.com",
      policies: ["AmazonEKSFargatePodExecutionRolePolicy"],
      tags: args.tags,
    };
    const podExecutionRoleArn =
      own.podExecutionRoleArn ?? new ServiceRole(`${name}-podExecutionRole`, role, { parent }).attached.arn;
    const candidates = subnetsOf(args).apply((all) => (own.subnetIds?.length ? own.subnetIds : all));
    // AWS reserves the prefix eks-.
    const profile = /^eks(-|$)/i.test(name)
      ? `${name.replace("-", "_")}fargateProfile`
      : `${name}-fargateProfile`;
    return new FargateProfile(
      profile,
      {
        clusterName: cluster.name,
        podExecutionRoleArn,
        selectors: own.selectors ?? [{ namespace: "default" }, { namespace: "kube-system" }],
        subnetIds: candidates.apply((ids) => privateOf(parent, ids)),
      },
      owned,
    );
  });
}

/**
 * The private ones of these subnets, or all where none is. The trap: AWS is asked, and a subnet whose route table is
 * not associated yet answers with its VPC's main table (docs/facts.md#cluster-component).
 */
async function privateOf(parent: pulumi.Resource, subnets: string[]): Promise<string[]> {
  const asked = { parent, async: true };
  const open = await Promise.all(
    subnets.map(async (subnetId) => {
      const table = await getRouteTable({ subnetId }, asked).catch(async () => {
        const { vpcId } = await getSubnet({ id: subnetId }, asked);
        const filters = [{ name: "association.main", values: ["true"] }];
        const [routeTableId = ""] = (await getRouteTables({ vpcId, filters }, asked)).ids;
        return getRouteTable({ routeTableId }, asked);
      });
      return table.routes.some(({ gatewayId }) => gatewayId !== "");
    }),
  );
  const inside = subnets.filter((_, index) => !open[index]);
  return inside.length > 0 ? inside : subnets;
}
