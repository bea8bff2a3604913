/** What the rights of CI are cut to. All of it is known before anything exists. */
export interface CiScope {
  readonly account: string;
  readonly region: string;
  /** Name of the EKS cluster. */
  readonly cluster: string;
  readonly vpcId: string;
  /** ARNs of the ECR repositories. */
  readonly repositories: readonly string[];
  /** Where the environments' names are, if they have a domain. */
  readonly zone?: Zone | undefined;
  /** Where Pulumi keeps its state: names, not ARNs. */
  readonly state: { readonly bucket: string; readonly keyAlias: string };
  /** Of Pulumi. */
  readonly project: string;
  /** What every resource says in its tag `turnout:part-of`. */
  readonly app: string;
  /** Stacks of it that are no environment's. */
  readonly platformStacks: readonly string[];
  /** Namespaces of environments as EKS access policies write them: `smallcase-*`. */
  readonly namespacePattern: string;
  /** ARN of the SNS topic that alarms tell, those of environments too; missing where they tell nobody. */
  readonly alarmTopic?: string | undefined;
}

export interface Zone {
  readonly id: string;
  readonly domain: string;
}

/** ARN of something in the account and region. */
export function arnOf({ account, region }: CiScope, service: string, resource: string): string {
  return `arn:aws:${service}:${region}:${account}:${resource}`;
}

/** ARN of something in IAM, which has no regions. */
export function iamArnOf({ account }: { readonly account: string }, resource: string): string {
  return `arn:aws:iam::${account}:${resource}`;
}

/** How every IAM role and policy of a platform begins: by that its own role is cut. */
export const namesOfAll = "turnout-*";

/** Of a role that CI wears; fixed, so that its ARN is known before it exists. */
export function iamName(cluster: string, purpose: string): string {
  return `turnout-${cluster}-${purpose}`;
}
