import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { withoutStack } from "../problems/problem";

/** What a platform on AWS tells its environments. */
const told = z.object({
  /** ARN. */
  cluster: z.string(),
  /** In JSON; it holds no secret, only how to ask AWS for a token. */
  kubeconfig: z.string(),
  vpcId: z.string(),
  /** The security group that the pods of all environments wear. */
  securityGroupId: z.string(),
  /** Of the domain and its wildcard; missing without a domain. */
  certificateArn: z.string().optional(),
  /** By Gateway: the name of its load balancer, and the suffix of its ARN. */
  gateways: z.record(z.string(), z.object({ address: z.string(), loadBalancer: z.string() })),
});

export type PlatformOutputs = Readonly<z.infer<typeof told>>;

/**
 * Reads what a platform made, from its last update.
 *
 * @param isKnown the stack was on it before, so its stack is there.
 * @throws Error in one sentence where it never came up, or was brought up by a Turnout that told less.
 */
export async function readPlatform(platform: string, isKnown: boolean): Promise<PlatformOutputs> {
  const name = `${pulumi.getOrganization()}/${pulumi.getProject()}/${platform}`;
  if (!isKnown) await checkStack(platform, name);
  const reference = new pulumi.StackReference(platform, { name });
  const entries = Object.keys(told.shape).map(
    async (output) => [output, (await reference.getOutputDetails(output)).value as unknown] as const,
  );
  return platformTold(platform, Object.fromEntries(await Promise.all(entries)));
}

/** What a platform's last update told, checked. @throws as `readPlatform`. */
export function platformTold(platform: string, outputs: Readonly<Record<string, unknown>>): PlatformOutputs {
  if (outputs.cluster === undefined || outputs.kubeconfig === undefined) throw notYet(platform);
  const { data, error } = told.safeParse(outputs);
  if (data) return data;
  const names = [...new Set(error.issues.map(({ path: [name] }) => String(name)))];
  throw withoutStack(
    new Error(
      `Platform ${platform} tells its environments no ${names.join(" or ")}: an older Turnout brought it up, so run ` +
        `\`pulumi up --stack ${platform}\` first.`,
    ),
  );
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
