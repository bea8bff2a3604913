import { placementOf, placementProblem } from "../../estimate/placement";
import type { Environment as Home } from "../../naming/environment";
import { withoutStack } from "../../problems/problem";
import { checkAccount, eksIdentity, type ClusterAccess } from "../../program/access";
import { readPlatform } from "../../program/platform-outputs";
import type { RecordedState } from "../../program/recorded-state";
import type { AwsSettings } from "../../settings/aws";
import type { EnvironmentSettings } from "../../settings/settings";
import { awsProvider, awsTags } from "../aws-provider";
import { AwsCloud } from "./aws-cloud";
import { BuiltImage, imagesOnAws } from "./aws-images";
import type { ApplicationImages } from "./application-images";
import type { GatewayRef } from "./routing";

/** Resources that an environment has from its platform on AWS. @throws where its stack belongs somewhere else. */
export async function awsEnvironment(
  settings: EnvironmentSettings,
  aws: AwsSettings,
  home: Pick<Home, "stack" | "namespace" | "life">,
  recorded: RecordedState,
  { app, root }: { readonly app: string; readonly root: string },
) {
  checkAccount(home.stack, recorded.account, aws);
  const identity = eksIdentity(aws, settings.platform, recorded.cluster);
  const platform = await readPlatform(settings.platform, recorded.cluster !== undefined);
  const { gateway } = settings;
  const placement = placementOf(gateway, home, recorded.gateway);
  const problem = placementProblem(placement, settings.platform, Object.keys(platform.gateways));
  if (problem !== undefined && !gateway.own) throw withoutStack(new Error(problem));
  const provider = awsProvider(aws, awsTags(app, home.stack));
  const { address, loadBalancer } = platform.gateways[placement.name] ?? {};
  const isKept = typeof home.life === "string";
  const images = await imagesOnAws(settings.applications, aws, provider, {
    recorded: recorded.images,
    isKept,
    app,
    root,
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
    /** Where no DNS leads to the environments, requests must name the load balancer. */
    via: tls ? undefined : address,
    refs: images.refs,
    images: declaring(images.built),
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
      region: aws.region,
      // No alarms for an environment that is deleted with its branch.
      isWatched: isKept,
      alarmTopic: aws.alarmTopic,
    }),
  };
}

const declaring = (built: Awaited<ReturnType<typeof imagesOnAws>>["built"]): ApplicationImages => ({
  declare: ({ name }, parent) => {
    const source = built[name];
    return source === undefined ? [] : [new BuiltImage(name, source, { parent })];
  },
  brings: (name) => built[name] !== undefined,
});
