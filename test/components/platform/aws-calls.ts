/*
 * Calls to AWS behind each kind of resource and each lookup of the program: the rights of CI's roles are compared with
 * them. Recorded from the AWS provider of Terraform, which @pulumi/aws is made of: version 5.100.0 with TF_LOG=JSON
 * created, refreshed, changed in each property that a setting can change, tagged, untagged and destroyed one of each
 * kind, against moto 5.2.5 and, for EKS's add-ons, access entries and updates, which moto hasn't, answers written by
 * hand. Not recorded but read: `getImages` (internal/service/ecr/images_data_source.go of the provider), the deletion of
 * a route table and of a VPC (moto's endpoints kept both), BuildKit's calls to the registry
 * (https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html). Not in the list: sts:GetCallerIdentity,
 * which the provider calls first, and which needs no right.
 */

import { type Calls, networkCalls } from "./network-calls";

const at = (service: string, resource: string) => `arn:aws:${service}:eu-central-1:111122223333:${resource}`;
const iam = (resource: string) => `arn:aws:iam::111122223333:${resource}`;
const zone = "arn:aws:route53:::hostedzone/Z0123456789AB";

/** By the kind of resource; docker-build's pushes to the registry. */
export const calls: Readonly<Record<string, Calls>> = {
  ...networkCalls,
  "aws:acm/certificate:Certificate": {
    arn: at("acm", "certificate/1"),
    read: ["acm:DescribeCertificate", "acm:ListTagsForCertificate"],
    create: ["acm:RequestCertificate"],
    tag: ["acm:AddTagsToCertificate", "acm:RemoveTagsFromCertificate"],
    delete: ["acm:DeleteCertificate"],
  },
  "aws:acm/certificateValidation:CertificateValidation": {
    arn: at("acm", "certificate/1"),
    read: ["acm:DescribeCertificate"],
  },
  "aws:cloudwatch/dashboard:Dashboard": {
    arn: "arn:aws:cloudwatch::111122223333:dashboard/turnout_turnout_smallcase-blue",
    read: ["cloudwatch:GetDashboard"],
    create: ["cloudwatch:PutDashboard"],
    delete: ["cloudwatch:DeleteDashboards"],
  },
  "aws:cloudwatch/logGroup:LogGroup": {
    arn: at("logs", "log-group:/turnout/turnout/pods"),
    read: ["logs:DescribeLogGroups", "logs:ListTagsForResource"],
    create: ["logs:CreateLogGroup", "logs:PutRetentionPolicy"],
    tag: ["logs:TagResource", "logs:UntagResource"],
    byPerson: ["logs:DeleteLogGroup"],
  },
  "aws:cloudwatch/metricAlarm:MetricAlarm": {
    arn: at("cloudwatch", "alarm:turnout/turnout/smallcase-blue/web/5xx"),
    read: ["cloudwatch:DescribeAlarms", "cloudwatch:ListTagsForResource"],
    create: ["cloudwatch:PutMetricAlarm"],
    tag: ["cloudwatch:TagResource", "cloudwatch:UntagResource"],
    delete: ["cloudwatch:DeleteAlarms"],
  },
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": {
    arn: at("ecr", "repository/smallcase/web"),
    read: ["ecr:GetLifecyclePolicy"],
    create: ["ecr:PutLifecyclePolicy"],
    delete: ["ecr:DeleteLifecyclePolicy"],
  },
  "aws:ecr/repository:Repository": {
    arn: at("ecr", "repository/smallcase/web"),
    read: ["ecr:DescribeRepositories", "ecr:ListTagsForResource"],
    // ECR calls KMS in the caller's name.
    create: ["ecr:CreateRepository", "kms:CreateGrant", "kms:DescribeKey"],
    change: ["ecr:PutImageScanningConfiguration", "ecr:PutImageTagMutability"],
    tag: ["ecr:TagResource", "ecr:UntagResource"],
    byPerson: ["ecr:DeleteRepository"],
  },
  "aws:eks/accessEntry:AccessEntry": {
    arn: at("eks", "access-entry/turnout/role/111122223333/turnout-turnout-preview/1"),
    read: ["eks:DescribeAccessEntry"],
    create: ["eks:CreateAccessEntry"],
    change: ["eks:UpdateAccessEntry"],
    tag: ["eks:TagResource", "eks:UntagResource"],
    delete: ["eks:DeleteAccessEntry"],
  },
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": {
    arn: at("eks", "access-entry/turnout/role/111122223333/turnout-turnout-preview/1"),
    read: ["eks:ListAssociatedAccessPolicies"],
    create: ["eks:AssociateAccessPolicy"],
    delete: ["eks:DisassociateAccessPolicy"],
  },
  "aws:eks/addon:Addon": {
    arn: at("eks", "addon/turnout/coredns/1"),
    read: ["eks:DescribeAddon"],
    create: ["eks:CreateAddon"],
    change: ["eks:DescribeUpdate", "eks:UpdateAddon"],
    tag: ["eks:TagResource", "eks:UntagResource"],
    delete: ["eks:DeleteAddon"],
  },
  "aws:eks/cluster:Cluster": {
    arn: at("eks", "cluster/turnout"),
    read: ["eks:DescribeCluster"],
    // EKS calls IAM, EC2 and KMS in the caller's name.
    create: [
      "eks:CreateCluster",
      "ec2:DescribeSubnets",
      "iam:PassRole",
      "kms:CreateGrant",
      "kms:DescribeKey",
    ],
    change: ["eks:DescribeUpdate", "eks:UpdateClusterConfig", "eks:UpdateClusterVersion"],
    tag: ["eks:TagResource", "eks:UntagResource"],
    byPerson: ["eks:DeleteCluster"],
  },
  "aws:eks/fargateProfile:FargateProfile": {
    arn: at("eks", "fargateprofile/turnout/environments-1/1"),
    read: ["eks:DescribeFargateProfile"],
    create: ["eks:CreateFargateProfile", "iam:PassRole"],
    tag: ["eks:TagResource", "eks:UntagResource"],
    delete: ["eks:DeleteFargateProfile"],
  },
  "aws:iam/instanceProfile:InstanceProfile": {
    arn: iam("instance-profile/turnout-turnout-jenkins"),
    read: ["iam:GetInstanceProfile", "iam:GetRole"],
    tag: ["iam:TagInstanceProfile", "iam:UntagInstanceProfile"],
    byPerson: [
      ...["iam:AddRoleToInstanceProfile", "iam:CreateInstanceProfile"],
      ...["iam:DeleteInstanceProfile", "iam:RemoveRoleFromInstanceProfile"],
    ],
  },
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": {
    arn: iam("oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/1"),
    read: ["iam:GetOpenIDConnectProvider"],
    create: ["iam:CreateOpenIDConnectProvider"],
    tag: ["iam:TagOpenIDConnectProvider", "iam:UntagOpenIDConnectProvider"],
    delete: ["iam:DeleteOpenIDConnectProvider"],
  },
  "aws:iam/policy:Policy": {
    arn: iam("policy/turnout-aws-load-balancer-controller-1"),
    read: ["iam:GetPolicy", "iam:GetPolicyVersion"],
    create: ["iam:CreatePolicy"],
    change: ["iam:CreatePolicyVersion", "iam:DeletePolicyVersion", "iam:ListPolicyVersions"],
    tag: ["iam:TagPolicy", "iam:UntagPolicy"],
    delete: ["iam:DeletePolicy", "iam:DeletePolicyVersion", "iam:ListPolicyVersions"],
  },
  "aws:iam/role:Role": {
    arn: iam("role/turnout-pod-execution-1"),
    read: ["iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies", "iam:ListRolePolicies"],
    create: ["iam:CreateRole"],
    change: ["iam:UpdateAssumeRolePolicy", "iam:UpdateRoleDescription"],
    tag: ["iam:TagRole", "iam:UntagRole"],
    delete: ["iam:DeleteRole", "iam:ListInstanceProfilesForRole"],
  },
  "aws:iam/rolePolicy:RolePolicy": {
    arn: iam("role/turnout-pod-execution-1"),
    read: ["iam:GetRolePolicy"],
    create: ["iam:PutRolePolicy"],
    delete: ["iam:DeleteRolePolicy"],
  },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": {
    arn: iam("role/turnout-pod-execution-1"),
    read: ["iam:ListAttachedRolePolicies"],
    create: ["iam:AttachRolePolicy"],
    delete: ["iam:DetachRolePolicy"],
  },
  "aws:kms/alias:Alias": {
    arn: at("kms", "alias/turnout-secrets"),
    read: ["kms:ListAliases"],
    create: ["kms:CreateAlias"],
    change: ["kms:UpdateAlias"],
    delete: ["kms:DeleteAlias"],
  },
  "aws:kms/key:Key": {
    arn: at("kms", "key/1"),
    read: ["kms:DescribeKey", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:ListResourceTags"],
    create: ["kms:CreateKey", "kms:EnableKeyRotation"],
    change: ["kms:UpdateKeyDescription"],
    tag: ["kms:TagResource", "kms:UntagResource"],
    byPerson: ["kms:ScheduleKeyDeletion"],
  },
  "aws:route53/record:Record": {
    arn: zone,
    read: ["route53:GetHostedZone", "route53:ListResourceRecordSets"],
    create: ["route53:ChangeResourceRecordSets", "route53:GetChange"],
    delete: ["route53:ChangeResourceRecordSets", "route53:GetChange"],
  },
  "docker-build:index:Image": {
    arn: at("ecr", "repository/smallcase/web"),
    read: ["ecr:BatchGetImage"],
    create: [
      ...["ecr:BatchCheckLayerAvailability", "ecr:CompleteLayerUpload", "ecr:GetDownloadUrlForLayer"],
      ...["ecr:InitiateLayerUpload", "ecr:PutImage", "ecr:UploadLayerPart"],
    ],
  },
};

/** Calls behind each lookup, by the stack whose program, or whose remote component, makes it in each run. */
export const lookups: Readonly<
  Record<"platform" | "environment", Readonly<Record<string, readonly string[]>>>
> = {
  platform: {
    "aws:ec2/getRouteTable:getRouteTable": ["ec2:DescribeRouteTables"],
    // For a subnet without a table of its own.
    "aws:ec2/getRouteTables:getRouteTables": ["ec2:DescribeRouteTables"],
    "aws:ec2/getSubnet:getSubnet": ["ec2:DescribeSubnets"],
    "aws:index/getPartition:getPartition": [],
  },
  environment: {
    "aws:ecr/getAuthorizationToken:getAuthorizationToken": ["ecr:GetAuthorizationToken"],
    "aws:ecr/getImages:getImages": ["ecr:ListImages"],
    "aws:lb/getTargetGroup:getTargetGroup": [
      "elasticloadbalancing:DescribeTags",
      "elasticloadbalancing:DescribeTargetGroupAttributes",
      "elasticloadbalancing:DescribeTargetGroups",
    ],
  },
};
