import { arnOf, type CiScope, type Zone } from "./scope";
import type { Statement } from "./statement";

export function provesDomain(scope: CiScope, { id, domain }: Zone): Statement[] {
  return [
    {
      sid: "OrderCertificate",
      why: "For the domain and its wildcard and no other name; a certificate that is not there yet has no ARN.",
      actions: ["acm:RequestCertificate"],
      resources: ["*"],
      conditions: {
        // By equality, so the * is the wildcard's own.
        "ForAllValues:StringEquals": { "acm:DomainNames": [domain, `*.${domain}`] },
        Null: { "acm:DomainNames": "false" },
      },
    },
    {
      sid: "KeepCertificate",
      why: "Its tags, and its end when another has taken its place.",
      actions: ["acm:AddTagsToCertificate", "acm:DeleteCertificate", "acm:RemoveTagsFromCertificate"],
      resources: [arnOf(scope, "acm", "certificate/*")],
    },
    {
      sid: "WriteZone",
      why: "The record that proves the domain to ACM, and the wildcard's that leads to the load balancer.",
      actions: ["route53:ChangeResourceRecordSets"],
      resources: [`arn:aws:route53:::hostedzone/${id}`],
    },
  ];
}
