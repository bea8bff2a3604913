import * as pulumi from "@pulumi/pulumi";
import * as z from "zod";
import { withoutStack } from "../problems/problem";

/** Outputs of a platform on AWS that its environments read. */
const told = z.object({
  /** ARN. */
  cluster: z.string(),
  /** In JSON; it holds no secret, only how to ask AWS for a token. */
  kubeconfig: z.string(),
  vpcId: z.string(),
  /** Security group of the pods of all environments. */
  securityGroupId: z.string(),
  /** ARN of the certificate for the domain and its wildcard; missing without a domain. */
  certificateArn: z.string().optional(),
  /** By Gateway: the name of its load balancer, and the suffix of its ARN. */
  gateways: z.record(z.string(), z.object({ address: z.string(), loadBalancer: z.string() })),
});

export type PlatformOutputs = Readonly<z.infer<typeof told>>;

/**
 * Reads the outputs of a platform's last update.
 *
 * @param isKnown this stack was on the platform before, so the platform's stack exists.
 * @throws Error in one sentence where it has no update yet, or only one by an older Turnout with fewer outputs.
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

/** Outputs of a platform's last update, checked. @throws as `readPlatform`. */
export function platformTold(platform: string, outputs: Readonly<Record<string, unknown>>): PlatformOutputs {
  if (outputs.cluster === undefined || outputs.kubeconfig === undefined) throw notYet(platform);
  const { data, error } = told.safeParse(outputs);
  if (data) return data;
  const names = [...new Set(error.issues.map(({ path: [name] }) => String(name)))];
  throw withoutStack(
    new Error(
      `Platform ${platform} has no output ${names.join(" or ")}: its last update was by an older Turnout, so run ` +
        `\`pulumi up --stack ${platform}\` first.`,
    ),
  );
}

/** A reference to a missing stack ends the program with the engine's own message; this error can be caught. */
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
