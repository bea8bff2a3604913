import { awsReplaces } from "./aws-replacement";
import type { Difference } from "./change";
import { isUnder } from "./differences";
import { isOfCloud } from "./short-type";

/**
 * Properties of Kubernetes objects that can't be changed in place, by kind.
 * Source: pulumi-kubernetes, provider/pkg/provider/diff.go (`forceNew`), as of 4.33.
 */
const fixedByKind: Readonly<Record<string, readonly string[]>> = {
  DaemonSet: ["spec.selector"],
  Deployment: ["spec.selector"],
  Job: ["spec.completions", "spec.parallelism", "spec.selector", "spec.template"],
  PersistentVolumeClaim: ["spec.accessModes", "spec.selector", "spec.storageClassName", "spec.volumeName"],
  PodDisruptionBudget: ["spec"],
  Release: ["name", "namespace"], // helm_release.go (`forceNewFields`)
  ResourceQuota: ["spec.scopes"],
  RoleBinding: ["roleRef"],
  ClusterRoleBinding: ["roleRef"],
  Secret: ["data", "stringData", "type"], // unless the provider has `enableSecretMutable`
  Service: ["spec.clusterIP"],
  StatefulSet: [
    "spec.podManagementPolicy",
    "spec.revisionHistoryLimit",
    "spec.selector",
    "spec.serviceName",
    "spec.volumeClaimTemplates",
  ],
  StorageClass: ["parameters", "provisioner"],
};

const fixedForAll = ["apiVersion", "kind", "metadata.name", "metadata.namespace"];

/** Another cluster: nothing of the old one can be kept (pulumi-kubernetes, `DiffConfig`). */
const fixedForProvider = ["clusterIdentifier"];

/** Another account or region: the same, and an update refuses it (settings/account-guard.ts). */
const fixedForAws = ["allowedAccountIds", "region"];

/**
 * Whether a change of that property makes the engine delete the resource and make it again.
 *
 * @param values what it was and will be, where it matters whether it comes or goes.
 */
export function replaces(
  type: string,
  path: string,
  values: Pick<Difference, "before" | "after"> = { before: null, after: null },
): boolean {
  if (isOfCloud(type)) return awsReplaces(type, { path, ...values });
  if (type === "pulumi:providers:kubernetes") return isUnder(path, fixedForProvider);
  if (type === "pulumi:providers:aws") return isUnder(path, fixedForAws);
  if (!type.startsWith("kubernetes:")) return false;
  const kind = kindOf(type);
  return isUnder(path, [...fixedForAll, ...(fixedByKind[kind] ?? [])]);
}

/** `Deployment` of `kubernetes:apps/v1:Deployment`, `Provider` of any provider. */
export const kindOf = (type: string): string =>
  type.startsWith("pulumi:providers:") ? "Provider" : (type.split(":").at(-1) ?? type);
