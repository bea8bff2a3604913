import * as pulumi from "@pulumi/pulumi";
import { branches } from "../branches";
import { awsProvider } from "../components/aws-provider";
import { kubernetesProvider } from "../components/kubernetes-provider";
import type { Run } from "../components/environment/run";
import { CiAccess, type CiAccessArgs } from "../components/platform/ci-access";
import { Cluster } from "../components/platform/cluster";
import { ClusterLogs } from "../components/platform/cluster-logs";
import { ClusterRights } from "../components/platform/cluster-rights";
import { Endpoints } from "../components/platform/endpoints";
import { EnvironmentSecurityGroup } from "../components/platform/environment-security-group";
import { GatewayApi } from "../components/platform/gateway-api";
import { LoadBalancerController } from "../components/platform/load-balancer-controller";
import { Logging } from "../components/platform/logging";
import { Metrics } from "../components/platform/metrics";
import { Network } from "../components/platform/network";
import { PlatformMarker } from "../components/platform/platform-marker";
import { platformLabels } from "../components/platform/platform-labels";
import { Registry } from "../components/platform/registry";
import { stateLocation, stateKeyAlias } from "../components/state/state-location";
import { namespacePattern } from "../naming/environment";
import { protectedBranches } from "../naming/match";
import { STATE_STACK } from "../naming/reserved";
import { repositoryArn, repositoryOf } from "../naming/aws";
import { checkAccount } from "../settings/account-guard";
import type { AwsSettings } from "../settings/aws";
import { eksIdentity } from "../settings/cluster-access";
import type { RecordedState } from "../settings/recorded-state";
import type { PlatformSettings } from "../settings/settings";
import { loadBalancersOf } from "./aws-load-balancers";
import { awsTags } from "./aws-tags";
import { environmentsOn, unlessInUse, unlessKept } from "./platform-in-use";
import type { PlatformOutputs } from "./platform-outputs";
import { unprotect } from "./unprotected";

/** What all branches share on AWS: network, cluster, registry, load balancers, logs, and how CI gets in. */
export function awsPlatform(
  { built, domain, gateway, protect }: PlatformSettings,
  settings: AwsSettings,
  recorded: RecordedState,
  run: Run,
) {
  const stack = pulumi.getStack();
  checkAccount(stack, recorded.account, settings);
  const identity = eksIdentity(settings, stack, recorded.cluster);
  const { account, region, cluster: name, hostedZone, logRetentionDays, alarmTopic } = settings;
  const tags = awsTags();
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
  const access = new CiAccess("ci", ciAccessArgs(settings, ci), onAws);
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
  const environmentsLeft = run.environments ?? (() => environmentsOn(kubeconfig));
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

/** What CI's rights are cut to. */
function ciAccessArgs(
  settings: AwsSettings,
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
