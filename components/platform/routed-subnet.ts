import { RouteTableAssociation, Subnet, type RouteTable } from "@pulumi/aws/ec2";
import * as pulumi from "@pulumi/pulumi";

export interface RoutedSubnetArgs {
  readonly cluster: string;
  readonly vpcId: pulumi.Input<string>;
  readonly availabilityZone: string;
  readonly cidrBlock: string;
  /** Which load balancers the controller puts here: `elb` are those that face the internet. */
  readonly role: "elb" | "internal-elb";
  readonly table: RouteTable;
}

/** A subnet that has its routes: without an association it has those of the VPC's main table, which lead nowhere. */
export class RoutedSubnet extends pulumi.ComponentResource {
  readonly subnet: Subnet;
  readonly association: RouteTableAssociation;

  constructor(name: string, args: RoutedSubnetArgs, options: pulumi.ComponentResourceOptions) {
    super("turnout:platform:RoutedSubnet", name, {}, options);
    const { cluster, role, table, ...place } = args;
    // No kubernetes.io/cluster/NAME: the controller drops another cluster's (docs/facts.md#subnet-and-group-tags).
    const tags = { Name: `${cluster}-${name}`, [`kubernetes.io/role/${role}`]: "1" };
    this.subnet = new Subnet(name, { ...place, tags }, { parent: this });
    this.association = new RouteTableAssociation(
      name,
      { subnetId: this.subnet.id, routeTableId: table.id },
      { parent: this },
    );
    this.registerOutputs();
  }
}
