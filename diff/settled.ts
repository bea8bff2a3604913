import type { Checkpoint } from "../release/checkpoint";
import type { Recording } from "./recording";

/**
 * What a checkpoint would say once all that was declared is up: the state that an offline diff plans from,
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
