import type { Recording } from "../diff/recording";

/** Whether a stack runs on AWS, where everything has a price and a quota; on a local cluster nothing has. */
export const isOnAws = ({ resources }: Recording): boolean =>
  resources.some(({ type }) => type === "pulumi:providers:aws");
