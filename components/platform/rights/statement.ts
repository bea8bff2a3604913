import { alarmName, clusterLogGroup, dashboardName, podLogGroup } from "../../../naming/aws";

export type Condition = Readonly<Record<string, string | readonly string[]>>;

/** One right, granted or denied. `docs/aws-roles.md` gives every one of them with its reason. */
export interface Statement {
  readonly sid: string;
  readonly why: string;
  /** A Deny holds, whatever another statement allows. */
  readonly effect?: "Deny";
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Conditions by operator, as IAM writes them: all of them must hold. */
  readonly conditions?: Readonly<Record<string, Condition>>;
}

/** Actions of one service. */
export const prefixed = (service: string, actions: readonly string[]): string[] =>
  actions.map((action) => `${service}:${action}`);

/** The statements as the JSON that IAM takes; a managed policy holds 6,144 characters of it. */
export function policyDocument(statements: readonly Statement[]): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: statements.map(({ sid, effect = "Allow", actions, resources, conditions }) => ({
      Sid: sid,
      Effect: effect,
      Action: actions,
      Resource: resources,
      ...(conditions && { Condition: conditions }),
    })),
  });
}

/** Scope of CI's rights. All of it is known before anything exists. */
export interface CiScope {
  readonly account: string;
  readonly region: string;
  /** Name of the EKS cluster. */
  readonly cluster: string;
  readonly vpcId: string;
  /** ARNs of the ECR repositories. */
  readonly repositories: readonly string[];
  /** Zone of the environments' hostnames, if they have a domain. */
  readonly zone?: Zone | undefined;
  /** Where Pulumi keeps its state: names, not ARNs. */
  readonly state: { readonly bucket: string; readonly keyAlias: string };
  /** Name of the Pulumi project. */
  readonly project: string;
  /** Value of every resource's tag `turnout:part-of`. */
  readonly app: string;
  /** The project's stacks that are not environments. */
  readonly platformStacks: readonly string[];
  /** Namespaces of environments as EKS access policies write them: `smallcase-*`. */
  readonly namespacePattern: string;
  /** ARN of the SNS topic that alarms notify, those of environments too; missing where they notify nobody. */
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

export const githubIssuer = "token.actions.githubusercontent.com";

/** ARN of GitHub's issuer of tokens in IAM, known before it exists. */
export const githubProviderArn = (scope: { readonly account: string }): string =>
  iamArnOf(scope, `oidc-provider/${githubIssuer}`);

/** Pattern of the names of a platform's IAM roles and policies, which limits its own role. */
export const namesOfAll = "turnout-*";

/** Name of a CI role; fixed, so that its ARN is known before it exists. */
export function iamName(cluster: string, purpose: string): string {
  return `turnout-${cluster}-${purpose}`;
}

/** ARNs of the cluster and of its profiles, add-ons and access entries in EKS. */
export function clusterArns(scope: CiScope): string[] {
  const { cluster } = scope;
  return [
    arnOf(scope, "eks", `cluster/${cluster}`),
    ...["fargateprofile", "addon", "access-entry"].map((kind) => arnOf(scope, "eks", `${kind}/${cluster}/*`)),
  ];
}

/** Alarms and dashboards of all environments: each begins with its namespace. */
export function environmentMetrics(scope: CiScope): string[] {
  const { cluster, namespacePattern } = scope;
  return [
    arnOf(scope, "cloudwatch", `alarm:${alarmName(cluster, namespacePattern)}`),
    dashboardArn(scope, dashboardName(cluster, namespacePattern)),
  ];
}

/** Alarms and dashboards of the platform and all on it. */
export function platformMetrics(scope: CiScope): string[] {
  const { cluster } = scope;
  return [
    arnOf(scope, "cloudwatch", `alarm:${alarmName(cluster, "*")}`),
    ...[dashboardName(cluster), dashboardName(cluster, "*")].map((name) => dashboardArn(scope, name)),
  ];
}

/** A dashboard is in no region. */
const dashboardArn = ({ account }: CiScope, name: string) =>
  `arn:aws:cloudwatch::${account}:dashboard/${name}`;

/** Log groups of the pods and of the control plane. */
export function logArns(scope: CiScope): string[] {
  const groups = [podLogGroup(scope.cluster), clusterLogGroup(scope.cluster)];
  // Some calls name the group as ARN:* .
  return groups.flatMap((group) => ["", ":*"].map((end) => arnOf(scope, "logs", `log-group:${group}${end}`)));
}

/** Making and changing alarms, limited also to the actions that they may have. */
export function putsAlarms({ alarmTopic }: CiScope, resources: readonly string[]): Statement {
  return {
    sid: "PutAlarms",
    why: "An alarm may notify the topic of the platform's settings, where there is one, and do nothing else: its action could also terminate EC2 instances.",
    actions: ["cloudwatch:PutMetricAlarm"],
    resources,
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/iam-cw-condition-keys-alarm-actions.html
    // "For all" also holds for an alarm without actions, whether AWS then gives the key no value or leaves it out.
    conditions:
      alarmTopic === undefined
        ? { "ForAllValues:StringNotLike": { "cloudwatch:AlarmActions": "*" } }
        : { "ForAllValues:StringEquals": { "cloudwatch:AlarmActions": alarmTopic } },
  };
}
