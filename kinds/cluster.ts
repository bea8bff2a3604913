import { minorOf, versions } from "../settings/eks";
import { inTheWay, type Inputs, standIn, unnoticed, type Kind } from "./kind";
import { extendedSupport, monthly } from "./unit-prices";
import { after, valueIn, list, parts, word, words } from "./words";

/** Without metrics, autoscalers stop, and the pods stay as many as they are. */
const addonImpact = ({ name }: { readonly name: string }) => (name === "metrics-server" ? "none" : "traffic");

/** The cluster and its nodes, and the images, keys and buckets that it depends on. */
export const clusterKinds: Readonly<Record<string, Kind>> = {
  // Images stay: `retainOnDelete`.
  "docker:Image": { ...unnoticed, detail: ({ imageName }) => word(imageName), part: "Applications" },
  "docker-build:Image": { ...unnoticed, detail: ({ tags }) => list(tags), part: "Applications" },
  "eks:Addon": {
    loss: addonImpact,
    otherwise: addonImpact,
    detail: ({ addonName, addonVersion }) =>
      words(", ", word(addonName), word(addonVersion) ?? "AWS's default version"),
  },
  // Everything of every branch is in it. Access and logs don't affect pods, and pods reach its API inside the VPC,
  // whatever `publicAccessCidrs` says.
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
    detail: ({ name, version, publicAccessCidrs }) =>
      words(
        ", ",
        word(name),
        after("Kubernetes", word(version)),
        after("API open to", list(publicAccessCidrs)),
      ),
    warnings: (inputs, { before, now }) =>
      [stepProblem(inputs, before), supportEnd(inputs, now)].filter((one) => one !== undefined),
    price: { eksCluster: 1 },
    idIn: ["clusterName"],
    outputs: (name, { version }) => ({
      kubeconfigJson: standIn("kubeconfig", name),
      eksCluster: {
        name,
        version,
        arn: standIn("ARN", name),
        endpoint: standIn("endpoint", name),
        certificateAuthority: { data: standIn("authority", name) },
        identities: [{ oidcs: [{ issuer: standIn("issuer", name) }] }],
        vpcConfig: { clusterSecurityGroupId: standIn("security group", name) },
      },
    }),
  },
  // A profile that goes away takes its pods with it.
  "eks:FargateProfile": {
    ...inTheWay,
    detail: ({ selectors }) =>
      after("pods in", words(", ", ...parts(selectors).map((one) => word(valueIn(one, "namespace"))))),
  },
  "pulumi:aws": { ...unnoticed, detail: ({ region }) => word(region) },

  // Images, keys and buckets: users' data, the keys to read it, and the policies that delete it.

  // Without a policy nothing is deleted.
  "ecr:LifecyclePolicy": {
    loss: "none",
    changes: { policy: "data" },
    detail: ({ policy }) => {
      const expiring = parts(valueIn(policy, "rules")).map((rule) => word(valueIn(rule, "description")));
      return after("deletes:", words("; ", ...expiring));
    },
  },
  "ecr:Repository": {
    loss: "data",
    detail: ({ imageTagMutability, encryptionConfigurations }) =>
      words(
        ", ",
        after("tags", word(imageTagMutability)),
        `encrypted with ${word(valueIn(encryptionConfigurations, 0, "encryptionType")) ?? "AES256"}`,
      ),
  },
  // Only a name: encrypted data refers to the key itself.
  "kms:Alias": { loss: "none", detail: ({ name }) => word(name) },
  // Without it no image can be pulled.
  "kms:Key": {
    loss: "data",
    changes: { isEnabled: "traffic", policy: "traffic" },
    detail: ({ description, enableKeyRotation }) =>
      words(", ", word(description), enableKeyRotation === true ? "rotated" : "not rotated"),
    price: { kmsKey: 1 },
    outputs: (name) => ({ arn: standIn("ARN", `Key ${name}`), keyId: standIn("id", `Key ${name}`) }),
  },
  "s3:Bucket": { loss: "data", detail: ({ bucket }) => word(bucket) },
  // Without a policy nothing is deleted.
  "s3:BucketLifecycleConfiguration": { loss: "none", changes: { rules: "data" } },
  // Without these, more people may read the bucket, or an earlier version of an object is gone.
  "s3:BucketOwnershipControls": { loss: "data" },
  "s3:BucketPolicy": { loss: "data" },
  "s3:BucketPublicAccessBlock": { loss: "data" },
  "s3:BucketServerSideEncryptionConfiguration": { loss: "data" },
  "s3:BucketVersioning": { loss: "data" },
};

/** A step between two versions of Kubernetes that EKS doesn't take, or not always (docs/facts.md#eks-versions). */
function stepProblem({ name, version }: Inputs, before: Inputs | undefined): string | undefined {
  const [from, to] = [word(before?.version), word(version)];
  if (from === undefined || to === undefined) return undefined;
  const step = minorOf(to) - minorOf(from);
  const cluster = `Cluster ${word(name) ?? ""}`;
  if (step < 0)
    return `${cluster} is lowered from Kubernetes ${from} to ${to}: EKS goes back by one minor version at most, and only within 7 days of the update; leave turnout:aws.version at "${from}".`;
  if (step > 1)
    return `${cluster} skips versions from Kubernetes ${from} to ${to}: EKS goes one minor version up at a time; set turnout:aws.version to "1.${minorOf(from) + 1}" first.`;
  return undefined;
}

const notice = 60; // days before the end of support: time for an update, and for those of add-ons around it
const day = 24 * 60 * 60 * 1000; // milliseconds

/** The end of standard support of a cluster's version, if it is near or over, and the cost of what comes then. */
function supportEnd({ name, version, upgradePolicy }: Inputs, now: Date): string | undefined {
  const minor = minorOf(word(version) ?? "");
  const until = versions.find((one) => one.minor === minor)?.until;
  if (until === undefined) return undefined;
  const left = Math.ceil((Date.parse(until) - now.getTime()) / day);
  if (left > notice) return undefined;
  const usd = monthly("eksCluster");
  const cost = `about ${Math.round(usd * extendedSupport)} USD a month instead of ${Math.round(usd)}`;
  const after =
    word(valueIn(upgradePolicy, "supportType")) === "STANDARD"
      ? `EKS then updates the cluster by itself, and extended support, which its upgrade policy keeps out, costs ${cost}`
      : `extended support then costs ${cost}`;
  const ends = left < 0 ? `ended ${days(-left)} ago` : left === 0 ? "ends today" : `ends in ${days(left)}`;
  return `Standard support of Kubernetes 1.${minor}, which cluster ${word(name) ?? ""} has, ${ends}, on ${until}: ${after}; set turnout:aws.version to "1.${minor + 1}".`;
}

const days = (count: number) => `${count} ${count === 1 ? "day" : "days"}`;
