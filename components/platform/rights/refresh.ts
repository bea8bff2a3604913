import { clusterArns, platformMetrics } from "./arns";
import { readsZone } from "./reading";
import { arnOf, iamArnOf, namesOfAll, type CiScope } from "./scope";
import { prefixed, type Statement } from "./statement";

/** What a refresh reads of each resource that the program makes on AWS, beside what the statements above read. */
export function readsResources(scope: CiScope): Statement[] {
  const { repositories, zone } = scope;
  return [
    {
      sid: "RefreshCluster",
      why: "Profiles, add-ons and access entries of the cluster.",
      actions: [
        "eks:DescribeAccessEntry",
        "eks:DescribeAddon",
        "eks:DescribeFargateProfile",
        "eks:ListAssociatedAccessPolicies",
        "eks:ListTagsForResource",
      ],
      resources: clusterArns(scope),
    },
    {
      sid: "RefreshNetwork",
      why: "VPC, subnets, routes, gateways, endpoints and security groups; EC2 can't cut its Describe calls to a resource. None of them shows user data or a secret.",
      actions: prefixed("ec2", [
        "DescribeAddresses",
        "DescribeAddressesAttribute",
        "DescribeAvailabilityZones",
        "DescribeInternetGateways",
        "DescribeNatGateways",
        "DescribeNetworkAcls",
        "DescribeNetworkInterfaces",
        "DescribePrefixLists",
        "DescribeRouteTables",
        "DescribeSecurityGroupRules",
        "DescribeSecurityGroups",
        "DescribeSubnets",
        "DescribeTags",
        "DescribeVpcAttribute",
        "DescribeVpcEndpoints",
        "DescribeVpcs",
      ]),
      resources: ["*"],
    },
    {
      sid: "RefreshRegistry",
      why: "Settings of the repositories.",
      actions: ["ecr:GetLifecyclePolicy", "ecr:GetRepositoryPolicy", "ecr:ListTagsForResource"],
      resources: repositories,
    },
    {
      sid: "RefreshRoles",
      why: "Roles, policies and token issuers; what a role may do is no secret.",
      actions: prefixed("iam", [
        "GetInstanceProfile",
        "GetOpenIDConnectProvider",
        "GetPolicy",
        "GetPolicyVersion",
        "GetRole",
        "GetRolePolicy",
        "ListAttachedRolePolicies",
        "ListInstanceProfilesForRole",
        "ListPolicyVersions",
        "ListRolePolicies",
      ]),
      resources: [
        ...["role", "policy", "instance-profile"].map((kind) => `${kind}/${namesOfAll}`),
        "oidc-provider/*",
      ].map((what) => iamArnOf(scope, what)),
    },
    {
      sid: "RefreshKeys",
      why: "Settings of the KMS keys, not their use.",
      actions: ["kms:DescribeKey", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:ListResourceTags"],
      resources: [arnOf(scope, "kms", "key/*")],
    },
    {
      sid: "RefreshAliases",
      why: "Names of the KMS keys; KMS can't cut this call to a resource.",
      actions: ["kms:ListAliases"],
      resources: ["*"],
    },
    {
      sid: "RefreshMetrics",
      why: "Dashboards, and tags of alarms.",
      actions: ["cloudwatch:GetDashboard", "cloudwatch:ListTagsForResource"],
      resources: platformMetrics(scope),
    },
    {
      sid: "RefreshLogs",
      why: "Log groups and how long they are kept; not what is in them.",
      actions: ["logs:DescribeLogGroups", "logs:ListTagsForResource"],
      resources: [arnOf(scope, "logs", "log-group:*")],
    },
    {
      sid: "RefreshCertificates",
      why: "The certificate of the domain; not its private key, which ACM never gives.",
      actions: ["acm:DescribeCertificate", "acm:ListTagsForCertificate"],
      resources: [arnOf(scope, "acm", "certificate/*")],
    },
    ...(zone ? [readsZone(zone.id)] : []),
  ];
}
