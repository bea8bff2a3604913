import "@pulumi/aws/eks";
import { InternetGateway, Route, RouteTable, RouteTableAssociation, Subnet, Vpc } from "@pulumi/aws/ec2";
import { Provider as AwsProvider } from "@pulumi/aws/provider";
import { Cluster, type ClusterArgs } from "@pulumi/eks/cluster";
import { CustomResource } from "@pulumi/kubernetes/apiextensions";
import { Namespace } from "@pulumi/kubernetes/core/v1/namespace";
import { Release } from "@pulumi/kubernetes/helm/v3/release";
import { Provider as KubernetesProvider } from "@pulumi/kubernetes/provider";
import { ConfigFile } from "@pulumi/kubernetes/yaml/v2";
import type { Resource } from "@pulumi/pulumi/resource";

/** Options that make a cluster Fargate only (docs/facts.md#cluster-component); subnets and VPC come from the program. */
export const FARGATE_ONLY = {
  authenticationMode: "API",
  skipDefaultNodeGroup: true,
  skipDefaultSecurityGroups: true,
  useDefaultVpcCni: true,
  kubeProxyAddonOptions: { enabled: false },
  bootstrapSelfManagedAddons: false,
  accessEntries: {
    admin: {
      principalArn: "arn:aws:iam::111122223333:role/admin",
      accessPolicies: {
        admin: {
          policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
          accessScope: { type: "cluster" },
        },
      },
    },
  },
} satisfies ClusterArgs;

/** Differences between the programs of these tests. */
export interface AwsClusterOptions {
  args?: ClusterArgs;
  /** Namespaces of the profile. */
  profile?: string[];
  /** Gives the profile's subnet a way to the internet gateway. */
  open?: boolean;
  /** Leaves the Gateway's dependency on the controller out: the mistake that strands a finalizer. */
  forgetController?: boolean;
  /** Leaves the way to AWS out, which a remote component doesn't inherit. */
  forgetAwsProvider?: boolean;
}

/** A small platform: a VPC with one subnet, a cluster, and on it the controller with one Gateway. */
export function awsCluster(options: AwsClusterOptions = {}): () => Promise<Record<string, unknown>> {
  const {
    args = FARGATE_ONLY,
    profile = ["kube-system"],
    open,
    forgetController,
    forgetAwsProvider,
  } = options;
  // eslint-disable-next-line @typescript-eslint/require-await -- the Automation API takes only async programs
  return async () => {
    const aws = new AwsProvider("aws", { region: "eu-central-1" });
    const inAws = { provider: aws };
    const vpc = new Vpc("main", { cidrBlock: "10.0.0.0/16" }, inAws);
    const subnet = new Subnet("private-a", { vpcId: vpc.id, cidrBlock: "10.0.0.0/20" }, inAws);
    const table = new RouteTable("private-a", { vpcId: vpc.id }, inAws);
    const placed = { subnetId: subnet.id, routeTableId: table.id };
    const routes: Resource[] = [new RouteTableAssociation("private-a", placed, inAws)];
    if (open) {
      const gatewayId = new InternetGateway("main", { vpcId: vpc.id }, inAws).id;
      const internet = { routeTableId: table.id, destinationCidrBlock: "0.0.0.0/0", gatewayId };
      routes.push(new Route("open", internet, inAws));
    }
    const network = { vpcId: vpc.id, privateSubnetIds: [subnet.id] };
    const fargate = { selectors: profile.map((namespace) => ({ namespace })), subnetIds: [subnet.id] };
    const cluster = new Cluster(
      "main",
      { name: "turnout", version: "1.35", ...network, fargate, ...args },
      { ...(!forgetAwsProvider && { providers: { aws } }), dependsOn: routes },
    );
    const kubernetes = new KubernetesProvider("cluster", {
      kubeconfig: cluster.kubeconfigJson,
      clusterIdentifier: "turnout",
    });
    onCluster(kubernetes, cluster, forgetController ?? false);
    return {
      arn: cluster.eksCluster.arn,
      groups: [cluster.clusterSecurityGroupId, cluster.eksCluster.vpcConfig.clusterSecurityGroupId],
      kubeconfig: cluster.kubeconfigJson,
    };
  };
}

function onCluster(provider: KubernetesProvider, cluster: Cluster, forgetController: boolean): void {
  const file =
    "https://github.com/kubernetes-sigs/gateway-api/releases/download/v1.6.0/standard-install.yaml";
  const kinds = new ConfigFile("gateway-api", { file }, { provider, dependsOn: cluster });
  const home = new Namespace(
    "platform",
    { metadata: { name: "platform" } },
    { provider, dependsOn: cluster },
  );
  const controller = new Release(
    "controller",
    { name: "controller", chart: "aws-load-balancer-controller", namespace: "kube-system" },
    { provider, dependsOn: [cluster, kinds] },
  );
  new CustomResource(
    "shared",
    {
      apiVersion: "gateway.networking.k8s.io/v1",
      kind: "Gateway",
      metadata: {
        name: "shared",
        namespace: "platform",
        annotations: { "pulumi.com/waitFor": "condition=Programmed" },
      },
      spec: { gatewayClassName: "alb" },
    },
    { provider, dependsOn: forgetController ? home : [home, controller] },
  );
}
