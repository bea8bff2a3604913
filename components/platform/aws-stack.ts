import * as pulumi from "@pulumi/pulumi";
import type { BranchMap } from "../../naming/branch-map";
import { repositoryArn, repositoryOf } from "../../naming/aws";
import { namespacePattern } from "../../naming/environment";
import { protectedBranches } from "../../naming/match";
import { platformLabels } from "../../naming/names";
import { STATE_STACK } from "../../naming/reserved";
import { checkAccount, eksIdentity } from "../../program/access";
import type { Run } from "../../program/planned-application";
import type { PlatformOutputs } from "../../program/platform-outputs";
import type { RecordedState } from "../../program/recorded-state";
import type { AwsSettings } from "../../settings/aws";
import type { PlatformSettings } from "../../settings/settings";
import { awsProvider, awsTags } from "../aws-provider";
import { kubernetesProvider } from "../kubernetes-provider";
import { stateKeyAlias, stateLocation } from "../state";
import { GatewayApi, Metrics } from "./add-ons";
import { CiAccess, type CiAccessArgs } from "./ci-access";
import { Cluster } from "./cluster";
import { ClusterRights } from "./cluster-rights";
import { Endpoints } from "./endpoints";
import { EnvironmentSecurityGroup } from "./environment-security-group";
import { LoadBalancerController } from "./load-balancer-controller";
import { loadBalancersOf } from "./load-balancers";
import { ClusterLogs, Logging } from "./logging";
import { Network } from "./network";
import { environmentsOn, PlatformMarker, unlessInUse, unlessKept, unprotect } from "./protection";
import { Registry } from "./registry";

/** Platform on AWS: network, cluster, registry, load balancers, logs, and CI's access. */
export function awsPlatform(
  { built, domain, gateway, protect }: PlatformSettings,
  settings: AwsSettings,
  recorded: RecordedState,
  run: Run,
  branches: BranchMap,
) {
  const stack = pulumi.getStack();
  checkAccount(stack, recorded.account, settings);
  const identity = eksIdentity(settings, stack, recorded.cluster);
  const { account, region, cluster: name, hostedZone, logRetentionDays, alarmTopic } = settings;
  const tags = awsTags(branches.app, stack);
  const environments = namespacePattern(branches);
  const repositories = built.map((application) => repositoryOf(branches.app, application));
  const zone = hostedZone === undefined ? undefined : { id: hostedZone, domain };
  const aws = awsProvider(settings, tags);
  const onAws = { provider: aws };
  if (!protect) unprotect();

  const registry = new Registry("registry", { repositories }, onAws);
  const network = new Network("network", { ...settings, cluster: name }, onAws);
  const { vpcId } = network;
  const endpoints = settings.endpoints
    ? [new Endpoints("endpoints", { ...settings, ...network }, onAws)]
    : [];
  const ci = { vpcId, repositories, zone, environments, platform: stack };
  const access = new CiAccess("ci", ciAccessArgs(settings, branches, ci), onAws);
  const clusterLogs = new ClusterLogs(
    "cluster-logs",
    { cluster: name, retentionDays: logRetentionDays },
    onAws,
  );
  const cluster = new Cluster(
    "cluster",
    { ...settings, network, environments, accessEntries: access.accessEntries },
    { ...onAws, dependsOn: clusterLogs },
  );
  const logging = { account, region, cluster: name, retentionDays: logRetentionDays };
  const { kubeconfig, podExecutionRole } = cluster;
  const kubernetes = kubernetesProvider(
    { kubeconfig, identity, mutableConfigMaps: true },
    { dependsOn: [...cluster.ready] },
  );
  const onBoth = { providers: [aws, kubernetes] };

  const logs = new Logging("logging", { ...logging, podExecutionRole }, onBoth);
  const metrics = new Metrics(
    "metrics",
    { clusterName: cluster.name },
    { ...onAws, dependsOn: [...cluster.ready] },
  );
  const rights = new ClusterRights(
    "ci-rights",
    { namespacePattern: environments, labels: platformLabels },
    onBoth,
  );
  const gatewayApi = new GatewayApi("gateway-api", { cluster }, onBoth);
  const controller = new LoadBalancerController(
    "load-balancer-controller",
    { cluster, gatewayApi, region, vpcId, tags },
    { ...onBoth, dependsOn: [...logs.ready] },
  );
  const securityGroup = new EnvironmentSecurityGroup(
    "environments",
    { cluster: name, vpcId, clusterSecurityGroupId: cluster.securityGroupId },
    onAws,
  );
  const environmentsLeft = run.environments ?? (() => environmentsOn(kubeconfig, branches.app));
  const { parts, ...balancers } = loadBalancersOf(
    {
      ...{ cluster: name, region, zone, alarmTopic, controller, securityGroup },
      namespace: gateway.namespace,
      names: [gateway.name, ...gateway.others],
      idleTimeoutSeconds: gateway.idleTimeoutSeconds,
      beforeDelete: unlessInUse(stack, environmentsLeft),
    },
    aws,
    kubernetes,
  );
  new PlatformMarker(
    "platform",
    {
      project: pulumi.getProject(),
      stack,
      beforeDelete: unlessKept(stack, protect, environmentsLeft),
    },
    {
      provider: kubernetes,
      dependsOn: [
        ...[registry, network, ...endpoints, access, clusterLogs, cluster, logs, metrics, rights, gatewayApi],
        ...[controller, securityGroup, ...parts],
      ],
    },
  );

  const told: { readonly [output in keyof PlatformOutputs]: pulumi.Input<PlatformOutputs[output]> } = {
    cluster: identity,
    kubeconfig,
    vpcId,
    securityGroupId: securityGroup.securityGroupId,
    certificateArn: balancers.certificateArn,
    gateways: pulumi.output(balancers.gateways),
  };
  return { ...told, ciRoles: access.roleArns };
}

/** Scope of CI's rights. */
function ciAccessArgs(
  settings: AwsSettings,
  branches: BranchMap,
  { environments, platform, repositories, ...rest }: CiParts,
): CiAccessArgs {
  const { account, region, cluster, github, jenkins, alarmTopic } = settings;
  return {
    ...{ account, region, cluster, github, jenkins, alarmTopic, ...rest },
    namespacePattern: environments,
    app: branches.app,
    repositories: repositories.map((repository) => repositoryArn(settings, repository)),
    state: { bucket: stateLocation(settings).bucket, keyAlias: stateKeyAlias },
    project: pulumi.getProject(),
    platformStacks: [platform, STATE_STACK],
    mainBranches: protectedBranches(branches),
  };
}

interface CiParts extends Pick<CiAccessArgs, "vpcId" | "zone" | "repositories"> {
  /** Pattern of their namespaces. */
  readonly environments: string;
  /** The platform's stack. */
  readonly platform: string;
}
