import { HASH_LENGTH, HASH_SUFFIX, shortHash } from "./hash";
import { LIMITS } from "./limits";

/**
 * What the load balancer of a Gateway is called in AWS, one space of names per account and region: the cluster and what
 * the Gateway is for, cut where that is too long. Only what is cut, or looks it, ends in a short hash.
 *
 * @param cluster lower-case letters, digits and -, at most 27 characters, starting with a letter.
 * @param purpose name of a shared Gateway, or namespace of the environment that has one of its own.
 */
export function loadBalancerName(cluster: string, purpose: string): string {
  const whole = `${cluster}-${purpose}`;
  if (whole.length <= LIMITS.loadBalancing && !HASH_SUFFIX.test(whole)) return whole;
  return `${whole.slice(0, LIMITS.loadBalancing - HASH_LENGTH - 1).replace(/-+$/, "")}-${shortHash(whole)}`;
}
