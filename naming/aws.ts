/** Where something is in AWS. */
export interface Account {
  /** 12 digits. */
  readonly account: string;
  readonly region: string;
}

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
