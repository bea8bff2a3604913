import { Record as DnsRecord } from "@pulumi/aws/route53";
import type * as pulumi from "@pulumi/pulumi";

export interface HostRecordArgs {
  readonly host: string;
  readonly hostedZone: string;
  /** Name of the load balancer. */
  readonly address: pulumi.Input<string>;
}

/** Leads a hostname to another load balancer than the one that the domain's wildcard leads to. */
export class HostRecord extends DnsRecord {
  constructor(
    name: string,
    { host, hostedZone, address }: HostRecordArgs,
    options: pulumi.CustomResourceOptions,
  ) {
    super(name, { zoneId: hostedZone, name: host, type: "CNAME", ttl: 60, records: [address] }, options);
  }
}
