import { clusterArn, defaultCluster, isEksAccount, type Account } from "../naming/aws";
import { type Checkpoint, recordedAccount, recordedCluster } from "../release/checkpoint";
import { at } from "../problems/problem";
import { setting } from "../settings/checked";
import { ownConfig } from "../settings/project-file";
import { ownPaths, type StackConfig } from "../settings/stack-files";
import type { Recording } from "../program/recording";

/**
 * The checkpoint of a recording once all of it is up: the state that an offline diff plans from,
 * because it has no checkpoint to read.
 */
export function settled({ resources }: Recording): Checkpoint {
  return Object.fromEntries(
    resources.map(({ urn, type, inputs }) => {
      const replicas = (inputs.spec as { replicas?: number } | undefined)?.replicas ?? 1;
      const status = { observedGeneration: 1, readyReplicas: replicas, updatedReplicas: replicas };
      return [
        urn,
        { type, outputs: type === "kubernetes:apps/v1:Deployment" ? { ...inputs, status } : inputs },
      ];
    }),
  );
}

/**
 * Says where a stack's settings lead to another cluster or account than the one that its base is in. Nothing of the base
 * is there, so the program must not get its checkpoint: it would refuse, as an update does.
 *
 * @param base the checkpoint of the base, if it were up.
 * @param config the head's, unchecked: the program checks it.
 * @returns undefined where it stays, or wasn't anywhere.
 */
export function moveOf(base: Checkpoint, config: StackConfig): string | undefined {
  const [from, to] = [recordedPlace(base), placeOf(config)];
  if (from === undefined || to === undefined || from === to) return undefined;
  return `Moves from ${from} to ${to}; where the stack is up, \`pulumi up\` refuses that until it is destroyed.`;
}

/** Offline no kubeconfig is read, so all clusters of one are the same. */
const localCluster = "a cluster of the kubeconfig";

function recordedPlace(base: Checkpoint): string | undefined {
  const cluster = recordedCluster(base);
  if (cluster !== undefined) return cluster.startsWith("arn:") ? `cluster ${cluster}` : localCluster;
  const account = recordedAccount(base);
  return isEksAccount(account) ? named(account) : undefined;
}

function placeOf({ values }: StackConfig): string | undefined {
  const { role, platform = "local", aws } = ownConfig(values);
  if (role !== "state" && platform === "local") return localCluster;
  if (!isEksAccount(aws)) return undefined;
  return role === "state" ? named(aws) : `cluster ${clusterArn({ cluster: defaultCluster, ...aws })}`;
}

const named = ({ account, region }: Account) => `account ${account} in ${region}`;

/**
 * Says that secrets are known by their ciphertext alone, which is another one whenever a value is encrypted again.
 *
 * @param base the base's settings; undefined where it has none.
 * @returns undefined where the head has no secret.
 */
export function ciphertextNote(base: StackConfig | undefined, head: StackConfig): string | undefined {
  const [old, next] = [ciphertexts(base), ciphertexts(head)];
  if (next.size === 0) return undefined;
  const again = [...next].filter(([path, text]) => (old.get(path) ?? text) !== text).map(([path]) => path);
  const names =
    "Secrets stand by their ciphertext: names of releases and Secrets are not those of the update";
  if (again.length === 0) return `${names}.`;
  return `${names}, and what was encrypted again counts as changed, even if its value is the same: ${again.join(", ")}.`;
}

/** The ciphertext at each path of the settings that has one. */
function ciphertexts({ values, secretPaths = [] }: Partial<StackConfig> = {}): ReadonlyMap<string, unknown> {
  const own = ownConfig(values ?? {});
  return new Map(ownPaths(secretPaths).map((path) => [setting(path), at(own, path)]));
}
