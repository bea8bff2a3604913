import {
  arnOf,
  type CiScope,
  clusterArns,
  iamArnOf,
  namesOfAll,
  platformMetrics,
  prefixed,
  type Statement,
} from "./statement";

export function readsCluster(scope: CiScope): Statement {
  return {
    sid: "FindCluster",
    why: "Where the API server is, and which cluster this is.",
    actions: ["eks:DescribeCluster"],
    resources: [arnOf(scope, "eks", `cluster/${scope.cluster}`)],
  };
}

/** Calls that the program makes to AWS while it runs, in a preview too. */
export function readsTargets(scope: CiScope): Statement[] {
  return [
    {
      sid: "ReadLoadBalancers",
      why: "The load balancers and target groups that the controller made, which alarms are about; ELB can't limit its Describe calls to a resource.",
      actions: prefixed("elasticloadbalancing", [
        "DescribeLoadBalancers",
        "DescribeLoadBalancerAttributes",
        "DescribeCapacityReservation",
        "DescribeListeners",
        "DescribeListenerAttributes",
        "DescribeRules",
        "DescribeTags",
        "DescribeTargetGroups",
        "DescribeTargetGroupAttributes",
        "DescribeTargetHealth",
      ]),
      resources: ["*"],
    },
    {
      sid: "ReadAlarms",
      why: "The state of alarms; CloudWatch asks for all of the account's whatever the name is.",
      actions: ["cloudwatch:DescribeAlarms"],
      resources: [arnOf(scope, "cloudwatch", "alarm:*")],
    },
  ];
}

export function readsImages({ repositories }: CiScope): Statement[] {
  return [
    {
      sid: "LogInToRegistry",
      why: "The token that `docker login` takes; ECR gives it for the account only, and its use is limited below.",
      actions: ["ecr:GetAuthorizationToken"],
      resources: ["*"],
    },
    {
      sid: "ReadImages",
      why: "Which images are built already, and their layers and the build cache.",
      actions: prefixed("ecr", [
        "BatchCheckLayerAvailability",
        "BatchGetImage",
        "DescribeImages",
        "DescribeRepositories",
        "GetDownloadUrlForLayer",
        "ListImages",
      ]),
      resources: repositories,
    },
  ];
}

export function readsZone(id: string): Statement {
  return {
    sid: "ReadZone",
    why: "Records of the zone, and when a change of one has reached all name servers.",
    actions: ["route53:GetChange", "route53:GetHostedZone", "route53:ListResourceRecordSets"],
    resources: [`arn:aws:route53:::hostedzone/${id}`, "arn:aws:route53:::change/*"],
  };
}

/** Calls by which a refresh reads each resource that the program makes on AWS, beside those of the statements above. */
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
      why: "VPC, subnets, routes, gateways, endpoints and security groups; EC2 can't limit its Describe calls to a resource. None of them shows user data or a secret.",
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
      why: "Names of the KMS keys; KMS can't limit this call to a resource.",
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
      why: "Names of log groups and how long they are kept, not what is in them; CloudWatch Logs can't limit this call to a resource.",
      actions: ["logs:DescribeLogGroups"],
      resources: ["*"],
    },
    {
      sid: "RefreshLogTags",
      why: "Tags of log groups.",
      actions: ["logs:ListTagsForResource"],
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
