/** Where a zone's subnets are in the VPC. */
export interface ZoneBlocks {
  /** Letter of the availability zone. */
  readonly zone: string;
  /** For load balancers and NAT gateways: /24, 251 addresses. */
  readonly public: string;
  /** For pods, each of which takes an address: /18, 16,379 addresses; AWS keeps 5 of every subnet. */
  readonly private: string;
}

/**
 * The blocks of every zone in a VPC of 16 bits. A zone's public block follows from its letter, its private one from its
 * place in the list, because a /16 has only four of them: zones may be appended but neither moved nor taken out, for a
 * subnet whose block changes is replaced, with every pod in it.
 *
 * @param cidr like 10.0.0.0/16; the settings check it.
 * @param zones one to three letters from a to f.
 * @throws Error where there is no block left for a zone.
 */
export function subnets(cidr: string, zones: readonly string[]): readonly ZoneBlocks[] {
  if (zones.length > 3)
    throw new Error(`A VPC of 16 bits has private subnets for 3 zones, not for ${zones.length}.`);
  const [first, second] = cidr.split(".");
  return zones.map((zone, index) => {
    const letter = "abcdef".indexOf(zone);
    if (letter < 0 || zone.length !== 1) throw new Error(`${zone} is no letter of a zone from a to f.`);
    return {
      zone,
      // The last of the four /18 is for all that is not a pod.
      public: `${first}.${second}.${192 + letter}.0/24`,
      private: `${first}.${second}.${index * 64}.0/18`,
    };
  });
}
