import type { PolicyDocument } from "@pulumi/aws/iam";

/** `allow("ec2", "DescribeVpcs DescribeTags")`: actions of one service. */
const of = (service: string, actions: string) =>
  actions
    .trim()
    .split(/\s+/)
    .map((action) => `${service}:${action}`);
const ec2 = (actions: string) => of("ec2", actions);
const elb = (actions: string) => of("elasticloadbalancing", actions);

const any = "*";
const groups = "arn:aws:ec2:*:*:security-group/*";
const elbs = (...kinds: string[]) => kinds.map((kind) => `arn:aws:elasticloadbalancing:*:*:${kind}`);
const balancers = elbs("targetgroup/*/*", "loadbalancer/net/*/*", "loadbalancer/app/*/*");
const rules = elbs(
  "listener/net/*/*/*",
  "listener/app/*/*/*",
  "listener-rule/net/*/*/*",
  "listener-rule/app/*/*/*",
);

const mark = "elbv2.k8s.aws/cluster";
/** Only resources that the controller marks as its own while it makes them. */
const marked = { Null: { [`aws:RequestTag/${mark}`]: "false" } };
/** Only resources that the controller marked before. */
const its = { Null: { [`aws:ResourceTag/${mark}`]: "false" } };
/** Only resources that the controller marked before, without a change of the mark. */
const itsButMark = { Null: { [`aws:RequestTag/${mark}`]: "true", [`aws:ResourceTag/${mark}`]: "false" } };

const statement = (Action: string[], Resource: string | string[], Condition?: object) =>
  ({ Effect: "Allow", Action, Resource, ...(Condition && { Condition }) }) as const;

/**
 * Rights that the AWS Load Balancer Controller v3.5.0 needs (its iam_policy.json; a test compares). Nothing in it can
 * be left out: without one of the actions some update stops half-way (docs/facts.md#controller-policy).
 */
export const controllerPolicy: PolicyDocument = {
  Version: "2012-10-17",
  Statement: [
    statement(["iam:CreateServiceLinkedRole"], any, {
      StringEquals: { "iam:AWSServiceName": "elasticloadbalancing.amazonaws.com" },
    }),
    statement(
      [
        ...ec2(`DescribeAccountAttributes DescribeAddresses DescribeAvailabilityZones DescribeInternetGateways
          DescribeVpcs DescribeVpcPeeringConnections DescribeSubnets DescribeSecurityGroups DescribeInstances
          DescribeNetworkInterfaces DescribeTags GetCoipPoolUsage DescribeCoipPools GetSecurityGroupsForVpc
          DescribeIpamPools DescribeRouteTables`),
        ...elb(`DescribeLoadBalancers DescribeLoadBalancerAttributes DescribeListeners DescribeListenerCertificates
          DescribeSSLPolicies DescribeRules DescribeTargetGroups DescribeTargetGroupAttributes DescribeTargetHealth
          DescribeTags DescribeTrustStores DescribeListenerAttributes DescribeCapacityReservation`),
      ],
      any,
    ),
    statement(
      [
        ...of("cognito-idp", "DescribeUserPoolClient"),
        ...of("acm", "ListCertificates DescribeCertificate"),
        ...of("iam", "ListServerCertificates GetServerCertificate"),
        ...of("waf-regional", "GetWebACL GetWebACLForResource AssociateWebACL DisassociateWebACL"),
        ...of("wafv2", "GetWebACL GetWebACLForResource AssociateWebACL DisassociateWebACL"),
        ...of("shield", "GetSubscriptionState DescribeProtection CreateProtection DeleteProtection"),
      ],
      any,
    ),
    // Any group: the controller also opens those of pods, which it didn't make.
    statement(ec2("AuthorizeSecurityGroupIngress RevokeSecurityGroupIngress"), any),
    statement(ec2("CreateSecurityGroup"), any),
    statement(ec2("CreateTags"), groups, {
      StringEquals: { "ec2:CreateAction": "CreateSecurityGroup" },
      ...marked,
    }),
    statement(ec2("CreateTags DeleteTags"), groups, itsButMark),
    statement(ec2("AuthorizeSecurityGroupIngress RevokeSecurityGroupIngress DeleteSecurityGroup"), any, its),
    statement(elb("CreateLoadBalancer CreateTargetGroup"), any, marked),
    statement(elb("CreateListener DeleteListener CreateRule DeleteRule"), any),
    statement(elb("AddTags RemoveTags"), balancers, itsButMark),
    statement(elb("AddTags RemoveTags"), rules),
    statement(
      elb(`ModifyLoadBalancerAttributes SetIpAddressType SetSecurityGroups SetSubnets DeleteLoadBalancer
        ModifyTargetGroup ModifyTargetGroupAttributes DeleteTargetGroup ModifyListenerAttributes
        ModifyCapacityReservation ModifyIpPools`),
      any,
      its,
    ),
    statement(elb("AddTags"), balancers, {
      StringEquals: { "elasticloadbalancing:CreateAction": ["CreateTargetGroup", "CreateLoadBalancer"] },
      ...marked,
    }),
    statement(elb("RegisterTargets DeregisterTargets"), elbs("targetgroup/*/*")[0] ?? any),
    statement(
      elb(`SetWebAcl ModifyListener AddListenerCertificates RemoveListenerCertificates ModifyRule
        SetRulePriorities`),
      any,
    ),
  ],
};
