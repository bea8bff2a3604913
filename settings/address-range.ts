import { BlockList } from "node:net";
import { z } from "zod";
import { error } from "../problems/schema";

/** Addresses that nobody has on the internet: RFC 1918, 6598 (a provider's own), 1122 (loopback), 3927 (link-local). */
const inside = new BlockList();
for (const [network, prefix] of [
  ["10.0.0.0", 8],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
] as const)
  inside.addSubnet(network, prefix);

/** A range of addresses that comes over the internet; EKS refuses any other for its public endpoint. */
export const publicRange = z
  .cidrv4(
    error(
      "must be a range of IPv4 addresses, four numbers up to 255 and a prefix up to 32; write it as 203.0.113.0/24",
    ),
  )
  .refine(
    (range) => !inside.check(range.split("/")[0] ?? ""),
    error(
      "must be public, for EKS takes no private addresses here, and those in the VPC get in without; write the addresses that you have on the internet, as in 203.0.113.0/24",
    ),
  );
