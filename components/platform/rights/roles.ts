import { makesCluster } from "./cluster";
import { makesRoles } from "./identity";
import { makesNetwork, podSecurityGroups } from "./network";
import { readsCluster, readsImages, readsResources, readsTargets, readsZone } from "./reading";
import { readsState, statePaths, writesState } from "./state";
import {
  type CiScope,
  environmentMetrics,
  prefixed,
  putsAlarms,
  type Statement,
  type Zone,
} from "./statement";

/** Purpose of a CI job, which decides its rights. */
export const deployRoles = ["preview", "environment", "platform"] as const;
export type DeployRoleName = (typeof deployRoles)[number];

/**
 * A role's rights on AWS, as policies by their topic: a managed policy holds 6,144 characters, and a role takes ten of
 * them.
 */
export function roleStatements(
  role: DeployRoleName,
  scope: CiScope,
): Readonly<Record<string, readonly Statement[]>> {
  const reading = {
    images: readsImages(scope),
    read: [readsCluster(scope), ...readsTargets(scope), ...readsResources(scope)],
  };
  switch (role) {
    case "preview":
      return { ...reading, state: readsState(scope) };
    case "environment":
      return deploysEnvironments(scope);
    case "platform":
      return {
        ...reading,
        state: writesState(scope),
        network: makesNetwork(scope),
        cluster: makesCluster(scope),
        identity: makesRoles(scope),
      };
  }
}

/** Rights that an update of an environment needs on AWS; those in the cluster are granted by Kubernetes. */
function deploysEnvironments(scope: CiScope): Readonly<Record<string, readonly Statement[]>> {
  const { zone } = scope;
  return {
    deploy: [
      readsCluster(scope),
      ...readsTargets(scope),
      ...podSecurityGroups(scope),
      watches(scope),
      putsAlarms(scope, environmentMetrics(scope)),
      ...(zone ? [readsZone(zone.id), writesRecords(scope, zone)] : []),
    ],
    images: [...readsImages(scope), pushesImages(scope)],
    state: [...writesState(scope), keepsPlatformState(scope)],
  };
}

function pushesImages({ repositories }: CiScope): Statement {
  return {
    sid: "PushImages",
    why: "A branch builds its image and pushes it, with layers for the next build. Only the tags of such a cache can be moved, and nothing here deletes one.",
    actions: ["ecr:CompleteLayerUpload", "ecr:InitiateLayerUpload", "ecr:PutImage", "ecr:UploadLayerPart"],
    resources: repositories,
  };
}

function keepsPlatformState(scope: CiScope): Statement {
  return {
    sid: "KeepPlatformState",
    why: "The platform's checkpoint says what its next update changes, and may do: a branch must not write it.",
    effect: "Deny",
    actions: ["s3:PutObject", "s3:DeleteObject"],
    resources: statePaths(scope, scope.platformStacks),
  };
}

function watches(scope: CiScope): Statement {
  return {
    sid: "WatchEnvironment",
    why: "Alarms and the dashboard of each environment, known by its namespace in their names; not the platform's.",
    actions: prefixed("cloudwatch", [
      "DeleteAlarms",
      "DeleteDashboards",
      "GetDashboard",
      "ListTagsForResource",
      "PutDashboard",
      "TagResource",
      "UntagResource",
    ]),
    resources: environmentMetrics(scope),
  };
}

function writesRecords({ namespacePattern }: CiScope, { id, domain }: Zone): Statement {
  return {
    sid: "LeadHostHere",
    why: "An environment on a load balancer of its own has records beside the wildcard's: of its own hosts, and no other name in the zone. The wildcard itself is written \\052 here, which matches no namespace.",
    actions: ["route53:ChangeResourceRecordSets"],
    resources: [`arn:aws:route53:::hostedzone/${id}`],
    // https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/specifying-conditions-route53.html
    conditions: {
      "ForAllValues:StringLike": {
        "route53:ChangeResourceRecordSetsNormalizedRecordNames": `${namespacePattern}.${domain}`,
      },
      "ForAllValues:StringEquals": { "route53:ChangeResourceRecordSetsRecordTypes": "CNAME" },
      // "For all" also holds for a request without such values.
      Null: { "route53:ChangeResourceRecordSetsNormalizedRecordNames": "false" },
    },
  };
}
