import { alarmName, dashboardName } from "../../alarms/alarm-name";
import { clusterLogGroup, podLogGroup } from "../log-group";
import { arnOf, type CiScope } from "./scope";

/** ARNs of the cluster and of what EKS keeps for it. */
export function clusterArns(scope: CiScope): string[] {
  const { cluster } = scope;
  return [
    arnOf(scope, "eks", `cluster/${cluster}`),
    ...["fargateprofile", "addon", "access-entry"].map((kind) => arnOf(scope, "eks", `${kind}/${cluster}/*`)),
  ];
}

/** Alarms and dashboards of all environments: each begins with its namespace. */
export function environmentMetrics(scope: CiScope): string[] {
  const { cluster, namespacePattern } = scope;
  return [
    arnOf(scope, "cloudwatch", `alarm:${alarmName(cluster, namespacePattern)}`),
    dashboardArn(scope, dashboardName(cluster, namespacePattern)),
  ];
}

/** Alarms and dashboards of the platform and all on it. */
export function platformMetrics(scope: CiScope): string[] {
  const { cluster } = scope;
  return [
    arnOf(scope, "cloudwatch", `alarm:${alarmName(cluster, "*")}`),
    ...[dashboardName(cluster), dashboardName(cluster, "*")].map((name) => dashboardArn(scope, name)),
  ];
}

/** A dashboard is in no region. */
const dashboardArn = ({ account }: CiScope, name: string) =>
  `arn:aws:cloudwatch::${account}:dashboard/${name}`;

/** Log groups of the pods and of the control plane. */
export function logArns(scope: CiScope): string[] {
  const groups = [podLogGroup(scope.cluster), clusterLogGroup(scope.cluster)];
  // Some calls name the group as ARN:* .
  return groups.flatMap((group) => ["", ":*"].map((end) => arnOf(scope, "logs", `log-group:${group}${end}`)));
}
