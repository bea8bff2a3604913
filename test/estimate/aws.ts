import type { Declared, Value } from "../../program/recording";
import { declared, deploymentType } from "../diff/resources";

/** The provider that makes a stack one on AWS. */
export const awsProvider = declared("pulumi:providers:aws", "aws", {}, { provider: undefined });

export const gatewayType = "kubernetes:gateway.networking.k8s.io/v1:Gateway";
export const gateway = (name: string, gatewayClassName = "alb") =>
  declared(gatewayType, name, { metadata: { name, namespace: "turnout" }, spec: { gatewayClassName } });

/** A Deployment of one color of an application. */
export const pods = (name: string, replicas: number, cpu = "250m", memory = "256Mi", application = "web") =>
  declared(deploymentType, name, {
    metadata: { name, namespace: "shop", labels: { "turnout.dev/application": application } },
    spec: {
      replicas,
      template: { spec: { containers: [{ resources: { requests: { cpu, memory } } }] } },
    },
  });

export const autoscaler = (name: string, minReplicas: number, maxReplicas: number) =>
  declared("kubernetes:autoscaling/v2:HorizontalPodAutoscaler", name, {
    metadata: { name, namespace: "shop" },
    spec: { scaleTargetRef: { name }, minReplicas, maxReplicas },
  });

export const quota = (most: number) =>
  declared("kubernetes:core/v1:ResourceQuota", "environment", { spec: { hard: { pods: String(most) } } });

const backends = (names: readonly string[]) => names.map((name) => ({ name, port: 80 }));

/** A route to these Services, attached to these Gateways of the namespace `turnout`. */
export const route = (
  name: string,
  services: readonly string[],
  gateways: readonly string[] = ["shared"],
  more: Readonly<Record<string, Value>> = {},
): Declared =>
  declared("kubernetes:gateway.networking.k8s.io/v1:HTTPRoute", name, {
    metadata: { name, namespace: "shop" },
    spec: {
      parentRefs: gateways.map((one) => ({ name: one, namespace: "turnout" })),
      hostnames: [`${name}.example.com`],
      rules: [{ matches: [{ path: { value: "/" } }], backendRefs: backends(services) }],
      ...more,
    },
  });

export const subnet = (name: string, cidrBlock: string, zone: string, isPrivate = true) =>
  declared("aws:ec2/subnet:Subnet", name, {
    cidrBlock,
    availabilityZone: `eu-central-1${zone}`,
    tags: { [`kubernetes.io/role/${isPrivate ? "internal-elb" : "elb"}`]: "1" },
  });

export const endpoint = (name: string, vpcEndpointType: string, subnetIds: readonly string[]) =>
  declared("aws:ec2/vpcEndpoint:VpcEndpoint", name, { vpcEndpointType, subnetIds });

export const cluster = declared("eks:index:Cluster", "cluster");
export const addon = (addonName: string, configurationValues?: string) =>
  declared("aws:eks/addon:Addon", addonName, {
    addonName,
    ...(configurationValues !== undefined && { configurationValues }),
  });
export const controller = (values: Readonly<Record<string, Value>>) =>
  declared("kubernetes:helm.sh/v3:Release", "controller", { chart: "aws-load-balancer-controller", values });
