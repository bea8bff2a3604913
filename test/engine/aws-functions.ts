import { AWS, arn, hex } from "./aws-names";
import { routesOf } from "./aws-routes";
import type { Functions } from "./simulated-cloud";

const LOAD_BALANCER = "simulated";

/** Default answers of the AWS provider's functions; a test can override them. */
export const awsFunctions: Functions = {
  "aws:index/getCallerIdentity:getCallerIdentity": () => ({
    id: AWS.account,
    accountId: AWS.account,
    arn: `arn:aws:sts::${AWS.account}:assumed-role/admin/simulated`,
    userId: "AROASIMULATED:simulated",
  }),
  "aws:index/getPartition:getPartition": () => ({
    id: "aws",
    partition: "aws",
    dnsSuffix: "amazonaws.com",
    reverseDnsPrefix: "com.amazonaws",
  }),
  "aws:index/getRegion:getRegion": () => ({ id: AWS.region, region: AWS.region, name: AWS.region }),
  "aws:ec2/getRouteTable:getRouteTable": ({ subnetId, routeTableId }, all) => {
    const routes = routeTableId === undefined ? routesOf(subnetId, all) : [];
    if (!routes)
      throw new Error("query returned no results. Please change your search criteria and try again");
    return { id: `rtb-of-${String(subnetId ?? routeTableId)}`, routes };
  },
  "aws:ec2/getSubnet:getSubnet": ({ id }, all) => {
    const found = all.find((one) => one.id === id);
    if (!found) throw new Error(`InvalidSubnetID.NotFound: The subnet ID '${String(id)}' does not exist`);
    return { ...found.properties, id };
  },
  "aws:ec2/getRouteTables:getRouteTables": ({ vpcId }) => ({ ids: [`rtb-main-of-${String(vpcId)}`] }),
  "aws:eks/getAddonVersion:getAddonVersion": ({ addonName, kubernetesVersion }) => ({
    id: addonName,
    addonName,
    kubernetesVersion,
    version: `v1.0.0-eksbuild.1`,
  }),
  "aws:ecr/getImages:getImages": ({ repositoryName, registryId = AWS.account }) => ({
    repositoryName,
    registryId,
    imageIds: [],
  }),
  "aws:ecr/getAuthorizationToken:getAuthorizationToken": () => ({
    id: AWS.region,
    authorizationToken: Buffer.from("AWS:simulated").toString("base64"),
    userName: "AWS",
    password: "simulated",
    proxyEndpoint: `https://${AWS.account}.dkr.ecr.${AWS.region}.amazonaws.com`,
    expiresAt: "2100-01-01T00:00:00Z",
  }),
  "aws:lb/getLoadBalancer:getLoadBalancer": ({ name = LOAD_BALANCER }) => {
    const suffix = `app/${String(name)}/${hex(String(name), 16)}`;
    return {
      id: arn("elasticloadbalancing", `loadbalancer/${suffix}`),
      arn: arn("elasticloadbalancing", `loadbalancer/${suffix}`),
      arnSuffix: suffix,
      name,
      dnsName: `${String(name)}-1234567890.${AWS.region}.elb.amazonaws.com`,
      zoneId: "Z215JYRZR1TBD5", // of every load balancer in eu-central-1
      loadBalancerType: "application",
    };
  },
  "aws:lb/getTargetGroup:getTargetGroup": ({ name = LOAD_BALANCER }) => {
    const suffix = `targetgroup/${String(name)}/${hex(String(name), 16)}`;
    return {
      id: arn("elasticloadbalancing", suffix),
      arn: arn("elasticloadbalancing", suffix),
      arnSuffix: suffix,
      name,
      targetType: "ip",
    };
  },
};
