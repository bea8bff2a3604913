import type { Color } from "../release/model";
import { HASH_LENGTH, HASH_SUFFIX, LIMITS, shortHash } from "./slug";

/** Where something is in AWS. */
export interface Account {
  /** 12 digits. */
  readonly account: string;
  readonly region: string;
}

/** Account, region and the cluster's name, where settings give it one. */
export interface EksAccount extends Account {
  readonly cluster?: string;
}

/** Whether unchecked settings say where they are in AWS. */
export const isEksAccount = (aws: unknown): aws is EksAccount =>
  ["account", "region"].every(
    (key) => typeof (aws as Record<string, unknown> | undefined)?.[key] === "string",
  );

/** Name of the EKS cluster unless the settings give another. */
export const defaultCluster = "turnout";

/** Of a cluster before it exists as well: its name is set, not generated. */
export const clusterArn = ({ account, region, cluster }: Account & { readonly cluster: string }): string =>
  `arn:aws:eks:${region}:${account}:cluster/${cluster}`;

/** The account's own registry of images. */
export const registryOf = ({ account, region }: Account): string =>
  `${account}.dkr.ecr.${region}.amazonaws.com`;

export const repositoryArn = ({ account, region }: Account, repository: string): string =>
  `arn:aws:ecr:${region}:${account}:repository/${repository}`;

/** An application's images in that registry. */
export const repositoryOf = (app: string, application: string): string => `${app}/${application}`;

/** An application's image in the account's registry. @param app first part of every default name, from the map. */
export const imageOnAws = (account: Account, app: string, application: string, tag: string): string =>
  `${registryOf(account)}/${repositoryOf(app, application)}:${tag}`;

/**
 * Name of a Gateway's load balancer in AWS, unique per account and region: the cluster and the Gateway's purpose, cut
 * where that is too long. Only a name that is cut, or looks so, ends in a short hash.
 *
 * @param cluster lower-case letters, digits and -, at most 27 characters, starting with a letter.
 * @param purpose name of a shared Gateway, or namespace of the environment that has one of its own.
 */
export function loadBalancerName(cluster: string, purpose: string): string {
  const whole = `${cluster}-${purpose}`;
  if (whole.length <= LIMITS.loadBalancing && !HASH_SUFFIX.test(whole)) return whole;
  return `${whole.slice(0, LIMITS.loadBalancing - HASH_LENGTH - 1).replace(/-+$/, "")}-${shortHash(whole)}`;
}

/** Owner of a target group, whose name is unique per account and region. */
interface TargetGroupOwner {
  readonly cluster: string;
  readonly namespace: string;
  readonly application: string;
  readonly color: Color;
}

/**
 * The name of the target group behind one color of an application, so that its metrics can be found: a readable
 * beginning, cut, and a hash of all its parts. Letters, digits and -, at most 32 characters.
 */
export function targetGroupName({ cluster, namespace, application, color }: TargetGroupOwner): string {
  const hash = shortHash([cluster, namespace, application, color].join("/"));
  return `${namespace.slice(0, LIMITS.loadBalancing - hash.length - 1).replace(/-+$/, "")}-${hash}`;
}

/** Of the pods of all environments: Logs Insights tells them apart by `kubernetes.namespace_name`. */
export const podLogGroup = (cluster: string): string => `/turnout/${cluster}/pods`;

/** Of the cluster's control plane; EKS takes no other name. */
export const clusterLogGroup = (cluster: string): string => `/aws/eks/${cluster}/cluster`;

/** Before the group exists as well: its name is set, not generated. */
export const logGroupArn = ({ account, region }: Account, name: string): string =>
  `arn:aws:logs:${region}:${account}:log-group:${name}`;

/**
 * Name of an alarm. Names are unique per account and region, and CloudWatch overwrites an alarm that has the name
 * already, so each starts with the cluster. No part holds a `/` or `_`, so no two alarms get one name. At most 255
 * characters: 27 of a cluster, 63 each of a namespace and an application.
 */
export const alarmName = (cluster: string, ...parts: readonly string[]): string =>
  ["turnout", cluster, ...parts].join("/");

/** Name of a dashboard, unique per account: letters, digits, - and _ only. */
export const dashboardName = (cluster: string, namespace?: string): string =>
  ["turnout", cluster, ...(namespace === undefined ? [] : [namespace])].join("_");
