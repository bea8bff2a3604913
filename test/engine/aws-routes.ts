import { list } from "./aws-names";
import type { CloudObject } from "./simulated-cloud";
import type { Properties } from "./wire-value";

/** The routes of the table that a subnet is associated with; undefined where it has but the main table of its VPC. */
export function routesOf(subnet: unknown, all: CloudObject[]): Properties[] | undefined {
  const table = all.find(
    ({ type, properties }) =>
      type === "aws:ec2/routeTableAssociation:RouteTableAssociation" && properties.subnetId === subnet,
  )?.properties.routeTableId;
  if (table === undefined) return undefined;
  const inTable = all.find(({ id }) => id === table)?.properties.routes;
  const added = all.filter(
    ({ type, properties }) => type === "aws:ec2/route:Route" && properties.routeTableId === table,
  );
  return [...list(inTable), ...added.map(({ properties }) => properties)].map((route) => ({
    cidrBlock: route.destinationCidrBlock ?? route.cidrBlock ?? "",
    gatewayId: route.gatewayId ?? "",
    natGatewayId: route.natGatewayId ?? "",
  }));
}

/** Whether a subnet is public: its traffic leaves through an internet gateway. */
export function isPublic(subnet: unknown, all: CloudObject[]): boolean {
  return (routesOf(subnet, all) ?? []).some(({ gatewayId }) => String(gatewayId).startsWith("igw-"));
}
