import { placementOf, placementProblem } from "../capacity/placement";
import { awsProvider } from "../components/aws-provider";
import { AwsCloud } from "../components/environment/aws-cloud";
import type { GatewayRef } from "../components/environment/route";
import type { ClusterAccess } from "../components/kubernetes-provider";
import type { Environment as Home } from "../naming/environment";
import { checkAccount } from "../settings/account-guard";
import type { AwsSettings } from "../settings/aws";
import { eksIdentity } from "../settings/cluster-access";
import type { RecordedState } from "../settings/recorded-state";
import type { EnvironmentSettings } from "../settings/settings";
import { withoutStack } from "../problems/problem";
import { awsTags } from "./aws-tags";
import { imagesOnAws } from "./images-on-aws";
import { readPlatform } from "./platform-outputs";

/** What an environment is given by its platform on AWS. @throws where its stack belongs somewhere else. */
export async function awsEnvironment(
  settings: EnvironmentSettings,
  aws: AwsSettings,
  home: Pick<Home, "stack" | "namespace" | "life">,
  recorded: RecordedState,
) {
  checkAccount(home.stack, recorded.account, aws);
  const identity = eksIdentity(aws, settings.platform, recorded.cluster);
  const platform = await readPlatform(settings.platform, recorded.cluster !== undefined);
  const { gateway } = settings;
  const placement = placementOf(gateway, home, recorded.gateway);
  const problem = placementProblem(placement, settings.platform, Object.keys(platform.gateways));
  if (problem !== undefined && !gateway.own) throw withoutStack(new Error(problem));
  const provider = awsProvider(aws, awsTags());
  const { address, loadBalancer } = platform.gateways[placement.name] ?? {};
  const isKept = typeof home.life === "string";
  const images = await imagesOnAws(settings.applications, aws, provider, {
    recorded: recorded.images,
    isKept,
  });
  const tls = aws.hostedZone !== undefined;
  const route: GatewayRef = {
    namespace: placement.namespace,
    name: placement.name,
    ...(tls && { sectionName: "https" }),
  };
  const access: ClusterAccess & { readonly kubeconfig: string } = {
    kubeconfig: platform.kubeconfig,
    identity,
  };
  return {
    access,
    provider,
    gateway: route,
    /** Where no DNS leads to the environments, whoever asks has to know the load balancer. */
    via: tls ? undefined : address,
    images: images.refs,
    cloud: new AwsCloud({
      cluster: aws.cluster,
      vpcId: platform.vpcId,
      securityGroupId: platform.securityGroupId,
      placement,
      idleTimeoutSeconds: gateway.idleTimeoutSeconds,
      deregistrationDelaySeconds: gateway.deregistrationDelaySeconds,
      certificateArn: platform.certificateArn,
      hostedZone: aws.hostedZone,
      address,
      loadBalancer,
      images: images.built,
      region: aws.region,
      // One that goes with its branch wakes nobody up.
      isWatched: isKept,
      alarmTopic: aws.alarmTopic,
    }),
  };
}
