import { Record as DnsRecord } from "@pulumi/aws/route53";
import type * as pulumi from "@pulumi/pulumi";

export interface WildcardRecordArgs {
  readonly domain: string;
  /** Route 53's id of the zone that answers for it. */
  readonly hostedZone: string;
  /** DNS name of the load balancer. */
  readonly address: pulumi.Input<string>;
}

/** Leads every hostname right below a domain to a load balancer; a record of a hostname's own goes before it. */
export class WildcardRecord extends DnsRecord {
  constructor(name: string, args: WildcardRecordArgs, options: pulumi.CustomResourceOptions) {
    const { domain, hostedZone, address } = args;
    super(
      name,
      // In seconds: how long a resolver sends requests to a load balancer that was replaced.
      { zoneId: hostedZone, name: `*.${domain}`, type: "CNAME", ttl: 60, records: [address] },
      options,
    );
  }
}
