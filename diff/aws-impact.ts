import type { Impact } from "./change";
import { isUnder } from "./differences";
import type { Changed, KindImpact } from "./kind-impact";
import { shortType } from "./short-type";

interface Entry {
  readonly loss: Impact;
  /** What a change of these properties does; the most particular first. */
  readonly changes?: Readonly<Record<string, Impact | ((changed: Changed) => Impact)>>;
  /** What a change of any other does; default: stops requests where the loss does, else nothing. */
  readonly otherwise?: Impact;
}

const inTheWay: Entry = { loss: "traffic" };
const nobodyNotices: Entry = { loss: "none" };

/** Logs that are older are deleted at once; without a number they are kept for ever. */
const retention = ({ before, after }: Changed): Impact =>
  typeof after === "number" && (typeof before !== "number" || after < before) ? "data" : "none";

/** By kind, or by kind and name where one differs from its kind. */
const entries: Readonly<Record<string, Entry>> = {
  // What users stored, or what can be read with it alone.
  "cloudwatch:LogGroup": { loss: "data", changes: { retentionInDays: retention } },
  "ecr:Repository": { loss: "data" },
  "kms:Key": { loss: "data", changes: { isEnabled: "traffic", policy: "traffic" } }, // no image can be pulled
  "s3:Bucket": { loss: "data" },
  "s3:BucketVersioning": { loss: "data" },
  // They delete what they are told to; without them nothing is deleted.
  "ecr:LifecyclePolicy": { loss: "none", changes: { policy: "data" } },
  "s3:BucketLifecycleConfiguration": { loss: "none", changes: { rules: "data" } },
  // Everything of every branch is in it. Its own rights and logs are no pod's matter, and pods reach its API inside
  // the VPC, whoever else may.
  "eks:Cluster": {
    loss: "data",
    changes: {
      accessEntries: "none",
      deletionProtection: "none",
      enabledClusterLogTypes: "none",
      publicAccessCidrs: "none",
      upgradePolicy: "none",
    },
    otherwise: "traffic",
  },
  // A profile that goes away takes its pods with it.
  "eks:FargateProfile": inTheWay,
  "eks:Addon": inTheWay,
  // Autoscalers stop; the pods stay as many as they are.
  "eks:Addon metrics-server": nobodyNotices,
  // What requests, or what pods ask of others, pass.
  "acm:Certificate": inTheWay,
  "ec2:Eip": inTheWay, // others may let it in by its number
  "ec2:InternetGateway": inTheWay,
  "ec2:NatGateway": inTheWay,
  "ec2:Route": inTheWay,
  "ec2:RouteTable": inTheWay,
  "ec2:RouteTableAssociation": inTheWay,
  "ec2:SecurityGroup": inTheWay,
  "ec2:Subnet": inTheWay,
  "ec2:Vpc": inTheWay,
  "ec2:VpcEndpoint": inTheWay,
  "route53:Record": { loss: "traffic", changes: { ttl: "none" } },
  "vpc:SecurityGroupEgressRule": inTheWay,
  "vpc:SecurityGroupIngressRule": inTheWay,
  // They tell people.
  "cloudwatch:Dashboard": nobodyNotices,
  "cloudwatch:MetricAlarm": nobodyNotices,
  // Rights: what runs keeps running. Without the controller's, load balancers stay as they are.
  "iam:InstanceProfile": nobodyNotices,
  "iam:OpenIdConnectProvider": nobodyNotices,
  "iam:Policy": nobodyNotices,
  "iam:Role": nobodyNotices,
  "iam:RolePolicy": nobodyNotices,
  "iam:RolePolicyAttachment": nobodyNotices,
  // But as this role each pod's kubelet is known to the cluster (docs/facts.md#fargate-profiles).
  "iam:Role pod-execution": inTheWay,
  // Nothing in AWS, or nothing that anybody is in.
  "acm:CertificateValidation": nobodyNotices, // it waits
  "docker-build:Image": nobodyNotices, // the image stays: `retainOnDelete`
  "ec2:DefaultSecurityGroup": nobodyNotices, // AWS keeps it, and nothing wears it
  "kms:Alias": nobodyNotices, // a name; what is encrypted remembers the key
};

/** A name for people. A tag other than that is one that something reads. */
const harmless = ["description", "tags.Name"];

/** Of a kind that isn't here, everything is taken for data. */
export function awsImpact(type: string, name: string): KindImpact {
  const kind = shortType(type);
  const { loss, changes = {}, otherwise } = entries[`${kind} ${name}`] ?? entries[kind] ?? { loss: "data" };
  return {
    loss,
    ofChange: (changed) => {
      const property = Object.keys(changes).find((one) => isUnder(changed.path, [one]));
      const impact = property === undefined ? undefined : changes[property];
      if (typeof impact === "function") return impact(changed);
      if (impact !== undefined) return impact;
      if (isUnder(changed.path, harmless)) return "none";
      return otherwise ?? (loss === "traffic" ? "traffic" : "none");
    },
  };
}
