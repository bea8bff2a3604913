import type { Change } from "./change";
import { shortType } from "./short-type";

/** What a stack is made of, in the words of AWS, in the order in which it is built. */
export const partTitles = [
  "State",
  "Registry",
  "Network",
  "Cluster",
  "Load balancers",
  "DNS and certificates",
  "Logs and metrics",
  "Alarms and dashboards",
  "CI access",
  "Namespace",
  "Applications",
  "Providers",
  "Other",
] as const;

export type PartTitle = (typeof partTitles)[number];

/** By component (`turnout:platform:Network`); what isn't here belongs to what it is in. */
const ofComponent: Readonly<Record<string, PartTitle>> = {
  BlueGreenApplication: "Applications",
  CiAccess: "CI access",
  Cluster: "Cluster",
  ClusterLogs: "Logs and metrics",
  ClusterRights: "CI access",
  Domain: "DNS and certificates",
  Endpoints: "Network",
  Environment: "Namespace",
  EnvironmentSecurityGroup: "Network",
  GatewayApi: "Load balancers",
  LoadBalancedGateway: "Load balancers",
  LoadBalancerAlarms: "Alarms and dashboards",
  LoadBalancerController: "Load balancers",
  Logging: "Logs and metrics",
  Metrics: "Logs and metrics",
  Network: "Network",
  Platform: "Load balancers",
  PlatformDashboard: "Alarms and dashboards",
  PlatformMarker: "Cluster",
  PodSecurityGroups: "Network",
  Registry: "Registry",
  SharedGateways: "Load balancers",
  State: "State",
  WatchedEnvironment: "Alarms and dashboards",
};

/** By kind, whatever it is in: an image is an application's, and a record stands for itself. */
const ofKind: Readonly<Record<string, PartTitle>> = {
  "docker-build:Image": "Applications",
  "route53:Record": "DNS and certificates",
};

export function partOf({ urn, type }: Pick<Change, "urn" | "type">): PartTitle {
  if (type.startsWith("pulumi:providers:")) return "Providers";
  const components = (urn.split("::")[2] ?? "").split("$").slice(0, -1).reverse();
  const titles = components.flatMap((component) => ofComponent[component.split(":").at(-1) ?? ""] ?? []);
  return ofKind[shortType(type)] ?? titles[0] ?? "Other";
}
