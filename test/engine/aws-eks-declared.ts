/*
 * Resources that `eks.Cluster` of @pulumi/eks 4.3.0 declares below itself, as `type name`. Recorded by running the
 * plugin's own source (pulumi/pulumi-eks v4.3.0, nodejs/eks) against this simulated AWS; inputs, providers and
 * dependencies of each were the same as the simulated component's then.
 */

/** For `FARGATE_ONLY`. */
export const DECLARED_FARGATE_ONLY = [
  "aws:eks/accessEntry:AccessEntry main-admin",
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation main-admin-admin",
  "aws:eks/addon:Addon main-coredns",
  "aws:eks/cluster:Cluster main-eksCluster",
  "aws:eks/fargateProfile:FargateProfile main-fargateProfile",
  "aws:iam/role:Role main-eksRole-role",
  "aws:iam/role:Role main-podExecutionRole-role",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment main-eksRole-4b490823",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment main-podExecutionRole-6ad441d9",
  "eks:index:ServiceRole main-eksRole",
  "eks:index:ServiceRole main-podExecutionRole",
  "pulumi:providers:kubernetes main-eks-k8s",
];

/** With nothing set but `fargate`. */
export const DECLARED_FROM_DEFAULTS = [
  "aws:ec2/securityGroup:SecurityGroup main-eksClusterSecurityGroup",
  "aws:ec2/securityGroup:SecurityGroup main-nodeSecurityGroup",
  "aws:ec2/securityGroupRule:SecurityGroupRule main-eksClusterIngressRule",
  "aws:ec2/securityGroupRule:SecurityGroupRule main-eksClusterInternetEgressRule",
  "aws:ec2/securityGroupRule:SecurityGroupRule main-eksExtApiServerClusterIngressRule",
  "aws:ec2/securityGroupRule:SecurityGroupRule main-eksNodeClusterIngressRule",
  "aws:ec2/securityGroupRule:SecurityGroupRule main-eksNodeIngressRule",
  "aws:ec2/securityGroupRule:SecurityGroupRule main-eksNodeInternetEgressRule",
  "aws:eks/addon:Addon main-coredns",
  "aws:eks/addon:Addon main-kube-proxy",
  "aws:eks/addon:Addon main-vpc-cni",
  "aws:eks/cluster:Cluster main-eksCluster",
  "aws:eks/fargateProfile:FargateProfile main-fargateProfile",
  "aws:iam/instanceProfile:InstanceProfile main-instanceProfile",
  "aws:iam/role:Role main-eksRole-role",
  "aws:iam/role:Role main-instanceRole-role",
  "aws:iam/role:Role main-podExecutionRole-role",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment main-eksRole-4b490823",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment main-instanceRole-03516f97",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment main-instanceRole-3eb088f2",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment main-instanceRole-e1b295bd",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment main-podExecutionRole-6ad441d9",
  "eks:index:ServiceRole main-eksRole",
  "eks:index:ServiceRole main-instanceRole",
  "eks:index:ServiceRole main-podExecutionRole",
  "eks:index:VpcCniAddon main-vpc-cni",
  "kubernetes:core/v1:ConfigMap main-nodeAccess",
  "pulumi:providers:kubernetes main-eks-k8s",
];
