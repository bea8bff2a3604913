import type { Account } from "../../naming/aws";

/** Of the pods of all environments: Logs Insights tells them apart by `kubernetes.namespace_name`. */
export const podLogGroup = (cluster: string): string => `/turnout/${cluster}/pods`;

/** Of the cluster's control plane; EKS takes no other name. */
export const clusterLogGroup = (cluster: string): string => `/aws/eks/${cluster}/cluster`;

/** Before the group exists as well: its name is set, not generated. */
export const logGroupArn = ({ account, region }: Account, name: string): string =>
  `arn:aws:logs:${region}:${account}:log-group:${name}`;
