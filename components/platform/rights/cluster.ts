import { keepsKeys } from "./identity";
import {
  arnOf,
  type CiScope,
  clusterArns,
  logArns,
  platformMetrics,
  prefixed,
  putsAlarms,
  type Statement,
  type Zone,
} from "./statement";

/** The cluster, its keys, and what is beside it. No statement deletes the cluster, a repository, a key or a log. */
export function makesCluster(scope: CiScope): Statement[] {
  const { repositories, zone } = scope;
  return [
    {
      sid: "MakeCluster",
      why: "This cluster by its name, its profiles, add-ons and access entries. Only a person may delete it.",
      actions: prefixed("eks", [
        "AssociateAccessPolicy",
        "AssociateEncryptionConfig",
        "CreateAccessEntry",
        "CreateAddon",
        "CreateCluster",
        "CreateFargateProfile",
        "DeleteAccessEntry",
        "DeleteAddon",
        "DeleteFargateProfile",
        "DescribeUpdate",
        "DisassociateAccessPolicy",
        "ListAccessEntries",
        "TagResource",
        "UntagResource",
        "UpdateAccessEntry",
        "UpdateAddon",
        "UpdateClusterConfig",
        "UpdateClusterVersion",
      ]),
      resources: clusterArns(scope),
    },
    ...keepsKeys(scope),
    {
      sid: "MakeRegistry",
      why: "The applications' repositories by their names. Nothing deletes one, or an image.",
      actions: prefixed("ecr", [
        "CreateRepository",
        // A changed rule is another policy to the provider: it deletes the one before.
        "DeleteLifecyclePolicy",
        "PutImageScanningConfiguration",
        "PutImageTagMutability",
        "PutLifecyclePolicy",
        "TagResource",
        "UntagResource",
      ]),
      resources: repositories,
    },
    {
      sid: "MakeLogs",
      why: "Log groups of the pods and the control plane, and how long they are kept. Nothing deletes or reads one.",
      actions: prefixed("logs", ["CreateLogGroup", "PutRetentionPolicy", "TagResource", "UntagResource"]),
      resources: logArns(scope),
    },
    {
      sid: "WatchPlatform",
      why: "Alarms and dashboards of the load balancers.",
      actions: prefixed("cloudwatch", [
        "DeleteAlarms",
        "DeleteDashboards",
        "PutDashboard",
        "TagResource",
        "UntagResource",
      ]),
      resources: platformMetrics(scope),
    },
    putsAlarms(scope, platformMetrics(scope)),
    ...(zone ? provesDomain(scope, zone) : []),
  ];
}

function provesDomain(scope: CiScope, { id, domain }: Zone): Statement[] {
  return [
    {
      sid: "OrderCertificate",
      why: "For the domain and its wildcard and no other name; a certificate that is not there yet has no ARN.",
      actions: ["acm:RequestCertificate"],
      resources: ["*"],
      conditions: {
        // By equality, so the * is the wildcard's own.
        "ForAllValues:StringEquals": { "acm:DomainNames": [domain, `*.${domain}`] },
        Null: { "acm:DomainNames": "false" },
      },
    },
    {
      sid: "KeepCertificate",
      why: "Its tags, and its end when another has taken its place.",
      actions: ["acm:AddTagsToCertificate", "acm:DeleteCertificate", "acm:RemoveTagsFromCertificate"],
      resources: [arnOf(scope, "acm", "certificate/*")],
    },
    {
      sid: "WriteZone",
      why: "The record that proves the domain to ACM, and the wildcard's that leads to the load balancer.",
      actions: ["route53:ChangeResourceRecordSets"],
      resources: [`arn:aws:route53:::hostedzone/${id}`],
    },
  ];
}
