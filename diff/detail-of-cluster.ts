import type { Detail } from "./detail";
import { after, at, list, parts, word, words } from "./words";

/** Of the cluster, and of the images and keys that it needs. */
export const clusterDetails: Readonly<Record<string, Detail>> = {
  "docker-build:Image": ({ tags }) => list(tags),
  "ecr:LifecyclePolicy": ({ policy }) => {
    const expiring = parts(at(policy, "rules")).map((rule) => word(at(rule, "description")));
    return after("deletes:", words("; ", ...expiring));
  },
  "ecr:Repository": ({ imageTagMutability, encryptionConfigurations }) =>
    words(
      ", ",
      after("tags", word(imageTagMutability)),
      encrypted(at(encryptionConfigurations, 0, "encryptionType")),
    ),
  "eks:Addon": ({ addonName, addonVersion }) =>
    words(", ", word(addonName), word(addonVersion) ?? "AWS's default version"),
  "eks:Cluster": ({ name, version, publicAccessCidrs }) =>
    words(
      ", ",
      word(name),
      after("Kubernetes", word(version)),
      after("API open to", list(publicAccessCidrs)),
    ),
  "eks:FargateProfile": ({ selectors }) =>
    after("pods in", words(", ", ...parts(selectors).map((one) => word(at(one, "namespace"))))),
  "kms:Alias": ({ name }) => word(name),
  "kms:Key": ({ description, enableKeyRotation }) =>
    words(", ", word(description), enableKeyRotation === true ? "rotated" : "not rotated"),
  "pulumi:aws": ({ region }) => word(region),
  "s3:Bucket": ({ bucket }) => word(bucket),
};

const encrypted = (type: Parameters<typeof word>[0]) => `encrypted with ${word(type) ?? "AES256"}`;
