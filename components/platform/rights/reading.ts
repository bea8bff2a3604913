import { arnOf, type CiScope } from "./scope";
import { prefixed, type Statement } from "./statement";

export function readsCluster(scope: CiScope): Statement {
  return {
    sid: "FindCluster",
    why: "Where the API server is, and which cluster this is.",
    actions: ["eks:DescribeCluster"],
    resources: [arnOf(scope, "eks", `cluster/${scope.cluster}`)],
  };
}

/** What the program asks AWS for while it runs, in a preview too. */
export function readsTargets(scope: CiScope): Statement[] {
  return [
    {
      sid: "ReadLoadBalancers",
      why: "The load balancers and target groups that the controller made, which alarms are about; ELB can't cut its Describe calls to a resource.",
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
      why: "The token that `docker login` takes; ECR gives it for the account only, and what it opens is cut below.",
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
