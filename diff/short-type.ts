/** `ec2:Subnet` of `aws:ec2/subnet:Subnet`, `kubernetes:Release` of `kubernetes:helm.sh/v3:Release`, `eks:Cluster`. */
export function shortType(type: string): string {
  const [package_ = "", module = "", ...rest] = type.split(":");
  return [package_ === "aws" ? module.split("/")[0] : package_, rest.at(-1) ?? module].join(":");
}

/** Whether AWS itself has such a thing, or an image goes to its registry: what is no object of a cluster. */
export const isOfCloud = (type: string): boolean => /^(aws|eks|docker-build):/.test(type);
