import { sharedGateway } from "../capacity/placement";
import type { NamesOptions } from "../naming/names";
import type * as Fail from "../settings/fail";
import type { EnvironmentSettings } from "../settings/settings";
import { settingsOfStack } from "../settings/stack-settings";

/** What the names of a stack need to know of its settings. */
export interface StackNamesOptions extends NamesOptions {
  /** Only where its platform is on AWS. */
  readonly aws?: AwsNamesOptions;
}

export interface AwsNamesOptions {
  /** Name of the EKS cluster. */
  readonly cluster: string;
  /** The shared Gateway that a new environment is at, and one that is up may not be; undefined where it has its own. */
  readonly sharedGateway: string | undefined;
}

/**
 * What a stack's settings add to its names: domain, applications, and where they are on AWS. A platform's add nothing.
 *
 * @throws the settings' own error where they are wrong: names made without them would be others.
 */
export function namesOptions(root: string, stack: string): StackNamesOptions {
  const parsed = settingsOfStack(root, stack);
  if ("problems" in parsed) {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- it brings all of Pulumi's SDK
    const { settingsError } = require("../settings/fail") as typeof Fail;
    throw settingsError(stack, parsed.problems);
  }
  if (parsed.settings.role !== "environment") return {};
  const { domain, applications } = parsed.settings;
  const aws = awsOptions(parsed.settings, stack);
  return { domain, applications: applications.map(({ name }) => name), ...(aws && { aws }) };
}

function awsOptions({ aws, gateway }: EnvironmentSettings, stack: string): AwsNamesOptions | undefined {
  if (aws === undefined) return undefined;
  return {
    cluster: aws.cluster,
    sharedGateway: gateway.own ? undefined : sharedGateway(gateway, stack),
  };
}
