/** Where something is in AWS. */
export interface Account {
  /** 12 digits. */
  readonly account: string;
  readonly region: string;
}

/** The same with the cluster's name, where settings give it one. */
export interface EksAccount extends Account {
  readonly cluster?: string;
}

/** Whether unchecked settings say where they are in AWS. */
export const isEksAccount = (aws: unknown): aws is EksAccount =>
  ["account", "region"].every(
    (key) => typeof (aws as Record<string, unknown> | undefined)?.[key] === "string",
  );

/** What the EKS cluster is called unless the settings say otherwise. */
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
