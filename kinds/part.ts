/** Parts of a stack, in the words of AWS, in the order in which they are built. */
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
  "Own resources",
  "Applications",
  "Providers",
  "Other",
] as const;

export type PartTitle = (typeof partTitles)[number];

/** Parts by component (`turnout:platform:Network`); one that isn't here belongs to the component that it is in. */
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
  OwnResources: "Own resources",
  Platform: "Load balancers",
  PlatformDashboard: "Alarms and dashboards",
  PlatformMarker: "Cluster",
  PodSecurityGroups: "Network",
  Registry: "Registry",
  SharedGateways: "Load balancers",
  State: "State",
  WatchedEnvironment: "Alarms and dashboards",
};

/** The part of the nearest component that a resource is in. */
export function componentPart(urn: string): PartTitle | undefined {
  const components = (urn.split("::")[2] ?? "").split("$").slice(0, -1).reverse();
  return components.flatMap((component) => ofComponent[component.split(":").at(-1) ?? ""] ?? [])[0];
}
