import { Certificate, CertificateValidation } from "@pulumi/aws/acm";
import { Record as DnsRecord } from "@pulumi/aws/route53";
import * as pulumi from "@pulumi/pulumi";

interface DomainArgs {
  readonly domain: string;
  /** Route 53's id of the zone that answers for it. */
  readonly hostedZone: string;
}

/** A certificate of a domain and of all that is right below it, which ACM renews for as long as its record is there. */
export class Domain extends pulumi.ComponentResource {
  /** Known once the certificate is issued: before that no listener takes it. */
  readonly certificateArn: pulumi.Output<string>;

  constructor(name: string, { domain, hostedZone }: DomainArgs, options: pulumi.ComponentResourceOptions) {
    super("turnout:platform:Domain", name, {}, options);
    const owned = { parent: this };
    const certificate = new Certificate(
      name,
      {
        domainName: `*.${domain}`,
        subjectAlternativeNames: [domain],
        validationMethod: "DNS",
        tags: { Name: domain },
      },
      owned,
    );
    // One record for both: ACM asks for the wildcard's at the domain itself.
    const asked = certificate.domainValidationOptions.apply(
      (options: { resourceRecordName: string; resourceRecordValue: string }[] | undefined) => ({
        name: options?.[0]?.resourceRecordName ?? `(what ACM asks for at ${domain})`,
        value: options?.[0]?.resourceRecordValue ?? `(what ACM asks for at ${domain})`,
      }),
    );
    const record = new DnsRecord(
      `${name}-validation`,
      {
        zoneId: hostedZone,
        name: asked.name,
        type: "CNAME",
        ttl: 60,
        records: [asked.value],
        // ACM asks every certificate of a domain in an account for the same one.
        allowOverwrite: true,
      },
      owned,
    );
    const issued = new CertificateValidation(
      name,
      { certificateArn: certificate.arn, validationRecordFqdns: [record.fqdn] },
      owned,
    );
    this.certificateArn = issued.certificateArn;
    this.registerOutputs();
  }
}
