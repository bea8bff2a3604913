import { SecurityGroup, VpcEndpoint } from "@pulumi/aws/ec2";
import { SecurityGroupIngressRule } from "@pulumi/aws/vpc";
import * as pulumi from "@pulumi/pulumi";

interface EndpointsArgs {
  /** Name tag of everything in it, as the console shows it. */
  readonly cluster: string;
  readonly region: string;
  readonly vpcId: pulumi.Input<string>;
  /** Address range of the VPC. */
  readonly cidr: string;
  readonly privateSubnetIds: readonly pulumi.Input<string>[];
  readonly privateRouteTableIds: readonly pulumi.Input<string>[];
}

/** Names of the AWS services that a Fargate pod calls, before it starts and while it runs. */
const interfaces = ["ecr.api", "ecr.dkr", "sts", "logs"];

/**
 * VPC endpoints to AWS's own services, past the NAT gateway: pulling images and writing logs then costs nothing per
 * byte there. Everything also works without them, so nothing has to wait for them or be deleted before them.
 */
export class Endpoints extends pulumi.ComponentResource {
  constructor(name: string, args: EndpointsArgs, options: pulumi.ComponentResourceOptions) {
    super("turnout:platform:Endpoints", name, {}, options);
    const { cluster, region, vpcId, cidr, privateSubnetIds, privateRouteTableIds } = args;
    const owned = { parent: this };
    const common = (service: string) => ({
      vpcId,
      serviceName: `com.amazonaws.${region}.${service}`,
      tags: { Name: `${cluster}-${service}` },
    });

    const group = new SecurityGroup(
      name,
      { vpcId, description: "VPC endpoints of AWS services", tags: { Name: `${cluster}-endpoints` } },
      owned,
    );
    new SecurityGroupIngressRule(
      "https",
      {
        securityGroupId: group.id,
        cidrIpv4: cidr,
        ipProtocol: "tcp",
        fromPort: 443,
        toPort: 443,
        description: "HTTPS from the VPC",
      },
      owned,
    );
    for (const service of interfaces)
      new VpcEndpoint(
        service.replace(".", "-"),
        {
          ...common(service),
          vpcEndpointType: "Interface",
          // The services' usual names then lead here: no client needs a setting.
          privateDnsEnabled: true,
          subnetIds: [...privateSubnetIds],
          securityGroupIds: [group.id],
        },
        owned,
      );
    // ECR keeps the layers of images in S3; this endpoint is free.
    new VpcEndpoint(
      "s3",
      { ...common("s3"), vpcEndpointType: "Gateway", routeTableIds: [...privateRouteTableIds] },
      owned,
    );
    this.registerOutputs();
  }
}
