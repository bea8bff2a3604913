import * as pulumi from "@pulumi/pulumi";
import { withoutStack } from "../settings/without-stack";

/** What a platform on AWS tells its environments. */
export interface PlatformOutputs {
  /** ARN. */
  readonly cluster: string;
  /** In JSON; it holds no secret, only how to ask AWS for a token. */
  readonly kubeconfig: string;
  readonly vpcId: string;
  /** The security group that the pods of all environments wear. */
  readonly securityGroupId: string;
  /** Of the domain and its wildcard; missing without a domain. */
  readonly certificateArn?: string | undefined;
  /** By Gateway: the name of its load balancer, and the suffix of its ARN. */
  readonly gateways: Readonly<Record<string, { readonly address: string; readonly loadBalancer: string }>>;
}

const names = ["cluster", "kubeconfig", "vpcId", "securityGroupId", "certificateArn", "gateways"] as const;

/**
 * Reads what a platform made, from its last update.
 *
 * @param isKnown the stack was on it before, so its stack is there.
 * @throws Error in one sentence where it never came up.
 */
export async function readPlatform(platform: string, isKnown: boolean): Promise<PlatformOutputs> {
  const name = `${pulumi.getOrganization()}/${pulumi.getProject()}/${platform}`;
  if (!isKnown) await checkStack(platform, name);
  const reference = new pulumi.StackReference(platform, { name });
  const entries = names.map(
    async (output) => [output, (await reference.getOutputDetails(output)).value as unknown] as const,
  );
  const outputs = Object.fromEntries(await Promise.all(entries));
  if (outputs.cluster === undefined || outputs.kubeconfig === undefined) throw notYet(platform);
  return outputs as unknown as PlatformOutputs;
}

/** A reference to a stack that isn't there ends the program in the engine's own words; this can be caught. */
async function checkStack(platform: string, name: string): Promise<void> {
  try {
    await pulumi.runtime.invoke("pulumi:pulumi:readStackOutputs", { name }, { async: true });
  } catch (error) {
    if (String(error).includes("unknown stack")) throw notYet(platform);
    throw error;
  }
}

const notYet = (platform: string) =>
  withoutStack(
    new Error(
      `Platform ${platform} has no cluster yet, so there is nowhere to put this environment: bring it up first with ` +
        `\`pulumi up --stack ${platform}\`, or set turnout:platform to local.`,
    ),
  );
