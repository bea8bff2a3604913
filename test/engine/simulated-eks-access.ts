import { AccessEntry } from "@pulumi/aws/eks/accessEntry";
import { AccessPolicyAssociation } from "@pulumi/aws/eks/accessPolicyAssociation";
import type { Cluster } from "@pulumi/aws/eks/cluster";
import { InstanceProfile } from "@pulumi/aws/iam/instanceProfile";
import type { Role } from "@pulumi/aws/iam/role";
import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap";
import type { Provider } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import { stringify } from "yaml";
import { hasAccessEntries, hasConfigMap, type EksInputs } from "./simulated-eks-inputs";
import { ServiceRole } from "./simulated-eks-role";

type Entries = NonNullable<pulumi.Unwrap<EksInputs["accessEntries"]>>;

/** Where access belongs to: the component's name, its cluster, and how to reach that. */
export interface ClusterAccess {
  readonly name: string;
  readonly parent: pulumi.ComponentResource;
  readonly cluster: Cluster;
  readonly provider: Provider;
}

/**
 * The role and instance profile of EC2 nodes. The trap: `fargate` alone does not keep them away, only
 * `skipDefaultNodeGroup` or `createInstanceRole: false` does (docs/facts.md#cluster-component).
 */
export function instanceRole(
  { name, parent }: ClusterAccess,
  args: EksInputs,
): pulumi.Output<Role> | undefined {
  const wanted = args.createInstanceRole ?? !args.skipDefaultNodeGroup;
  if (args.instanceRoles || !wanted) return undefined;
  const policies = [
    "AmazonEKSWorkerNodePolicy",
    "AmazonEKS_CNI_Policy",
    "AmazonEC2ContainerRegistryReadOnly",
  ];
  const made = new ServiceRole(
    `${name}-instanceRole`,
    { service: "ec2.amazonaws.com", policies, tags: args.tags },
    { parent },
  );
  new InstanceProfile(`${name}-instanceProfile`, { role: made.attached }, { parent });
  return made.attached;
}

/** The access entries and, in the modes that have one, the aws-auth ConfigMap: what add-ons and profiles wait for. */
export function grantAccess(
  access: ClusterAccess,
  args: EksInputs,
  nodes: pulumi.Output<Role> | undefined,
): { entries: AccessEntry[]; configMap: ConfigMap | undefined } {
  const mode = args.authenticationMode;
  const configMap = hasConfigMap(mode) ? awsAuth(access, args, nodes) : undefined;
  if (!hasAccessEntries(mode)) return { entries: [], configMap };
  const ofNodes = nodes && {
    defaultNodeGroupInstanceRole: { principalArn: nodes.arn, type: "EC2_LINUX" },
  };
  const all = { ...ofNodes, ...args.accessEntries } as Entries;
  return { entries: Object.entries(all).map(([key, entry]) => entryOf(access, key, entry)), configMap };
}

function entryOf({ name, parent, cluster }: ClusterAccess, key: string, entry: Entries[string]): AccessEntry {
  const { principalArn, type, kubernetesGroups, username, accessPolicies = {} } = entry;
  const clusterName = cluster.name;
  const optional = {
    ...(type && { type }),
    ...(kubernetesGroups && { kubernetesGroups }),
    ...(username && { userName: username }),
  };
  const made = new AccessEntry(
    `${name}-${key}`,
    { principalArn, clusterName, ...optional },
    { parent, dependsOn: cluster },
  );
  for (const [policy, association] of Object.entries(accessPolicies)) {
    const { policyArn, accessScope } = pulumi.output(association);
    new AccessPolicyAssociation(
      `${name}-${key}-${policy}`,
      { principalArn, policyArn, accessScope, clusterName },
      { parent: made, dependsOn: made },
    );
  }
  return made;
}

function awsAuth({ name, parent, provider }: ClusterAccess, args: EksInputs, nodes?: pulumi.Output<Role>) {
  const ofNodes = nodes?.arn.apply((roleArn) => [
    {
      roleArn,
      username: "system:node:{{EC2PrivateDNSName}}",
      groups: ["system:bootstrappers", "system:nodes"],
    },
  ]);
  const mapRoles = pulumi.all([args.roleMappings ?? [], ofNodes ?? []]).apply(([mappings, own]) =>
    stringify(
      [...mappings, ...own].map(({ roleArn, username, groups }) => ({
        rolearn: roleArn,
        username,
        groups,
      })),
    ),
  );
  const annotations = { "pulumi.com/patchForce": "true" };
  const metadata = { name: "aws-auth", namespace: "kube-system", annotations };
  return new ConfigMap(
    `${name}-nodeAccess`,
    { immutable: false, metadata, data: { mapRoles } },
    { parent, provider },
  );
}
