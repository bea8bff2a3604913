import type { SecurityGroup } from "@pulumi/aws/ec2/securityGroup";
import { Cluster } from "@pulumi/aws/eks/cluster";
import * as pulumi from "@pulumi/pulumi";
import type { EksInputs } from "./simulated-eks-inputs";
import { ServiceRole } from "./simulated-eks-role";

const SERVICE = {
  service: "eks.amazonaws.com",
  description: "Allows EKS to manage clusters on your behalf.",
  policies: ["AmazonEKSClusterPolicy"],
  actions: ["sts:AssumeRole", "sts:TagSession"],
};

/** The control plane and its role. Without `authenticationMode` it has no access configuration, which EKS takes as CONFIG_MAP. */
export function controlPlane(
  name: string,
  args: EksInputs,
  securityGroup: SecurityGroup | undefined,
  parent: pulumi.ComponentResource,
) {
  const role = new ServiceRole(`${name}-eksRole`, { ...SERVICE, tags: args.tags }, { parent });
  const { authenticationMode, encryptionConfigKeyArn, clusterTags = {}, tags = {} } = args;
  const named = pulumi
    .all([clusterTags, tags])
    .apply(([own, general]) => ({ Name: `${name}-eksCluster`, ...own, ...general }));
  const keyArn = encryptionConfigKeyArn;
  const cluster = new Cluster(
    `${name}-eksCluster`,
    defined({
      name: args.name,
      roleArn: role.role.arn,
      version: args.version,
      bootstrapSelfManagedAddons: args.bootstrapSelfManagedAddons ?? true,
      enabledClusterLogTypes: args.enabledClusterLogTypes,
      tags: named,
      encryptionConfig: keyArn && { provider: { keyArn }, resources: ["secrets"] },
      accessConfig: authenticationMode && {
        authenticationMode,
        bootstrapClusterCreatorAdminPermissions: true,
      },
      upgradePolicy: args.upgradePolicy,
      deletionProtection: args.deletionProtection,
      vpcConfig: defined({
        securityGroupIds: securityGroup && [securityGroup.id],
        subnetIds: subnetsOf(args),
        endpointPrivateAccess: args.endpointPrivateAccess,
        endpointPublicAccess: args.endpointPublicAccess,
        publicAccessCidrs: publicAccess(args, parent),
      }),
    }) as ConstructorParameters<typeof Cluster>[1],
    {
      parent,
      ignoreChanges: ["accessConfig.bootstrapClusterCreatorAdminPermissions", "bootstrapSelfManagedAddons"],
      dependsOn: role.attached as unknown as pulumi.Output<pulumi.Resource>,
    },
  );
  return { role, cluster };
}

/** The subnets of a control plane: all of them, or the public ones and then the private. */
export function subnetsOf(args: EksInputs): pulumi.Output<string[]> {
  if (args.subnetIds) return pulumi.output(args.subnetIds);
  return pulumi
    .all([args.publicSubnetIds ?? [], args.privateSubnetIds ?? []])
    .apply(([open, closed]) => [...open, ...closed]);
}

function publicAccess(
  { publicAccessCidrs, endpointPublicAccess = true }: EksInputs,
  parent: pulumi.Resource,
) {
  if (!publicAccessCidrs) return undefined;
  return pulumi.all([publicAccessCidrs, endpointPublicAccess]).apply(([cidrs, isPublic]) => {
    if (isPublic) return cidrs;
    throw new pulumi.ResourceError(
      "`publicAccessCidrs` can only be set when `endpointPublicAccess` is true",
      parent,
    );
  });
}

const defined = (values: pulumi.Inputs): pulumi.Inputs =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
