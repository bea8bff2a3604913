import type { V1Deployment } from "@kubernetes/client-node";
import { kubernetesClient } from "../../live/kubernetes";
import { objects } from "../../test/cluster/kubernetes";
import { Peer } from "./peer";

const deployments = { apiVersion: "apps/v1", kind: "Deployment" };

/** One Deployment behind one route, updated as `kubectl set image` does, with Kubernetes' own strategy (25 %, 25 %). */
export class RollingUpdate extends Peer {
  async update(release: string): Promise<void> {
    const { PatchStrategy } = await kubernetesClient();
    const { template } = this.podsOf(release);
    const object = { ...deployments, metadata: this.metadata, spec: { template } };
    const strategy = PatchStrategy.StrategicMergePatch;
    const none = undefined;
    await (await objects()).patch(object, none, none, none, none, strategy);
    await this.through();
  }

  protected workload() {
    return [{ ...deployments, metadata: this.metadata, spec: this.podsOf("rolling-0") }];
  }

  protected async through(): Promise<void> {
    const api = await objects();
    await this.until(async () => {
      const { metadata, status = {} } = await api.read<V1Deployment>({
        ...deployments,
        metadata: this.metadata,
      });
      const { observedGeneration, updatedReplicas, availableReplicas, replicas } = status;
      const seen = observedGeneration === metadata?.generation;
      return seen && [updatedReplicas, availableReplicas, replicas].every((count) => count === 2);
    });
  }
}
