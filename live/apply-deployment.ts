import type { V1Deployment } from "@kubernetes/client-node";
import type { ClusterObject } from "../release/drift";
import { type Kubernetes, kubernetesClient } from "./kubernetes";

/**
 * Applies a Deployment as Pulumi's provider does, by server-side apply and over whatever else holds its fields: what the
 * provider applies later in the same name takes away what isn't in there.
 *
 * @param deployment with the resource version that it must still have.
 * @throws where somebody changed it since, or the API server refuses it.
 */
export async function applyDeployment(
  { apps }: Pick<Kubernetes, "apps">,
  deployment: ClusterObject,
  fieldManager: string,
): Promise<void> {
  const { PatchStrategy, setHeaderOptions } = await kubernetesClient();
  const { name = "", namespace = "" } = deployment.metadata ?? {};
  await apps.patchNamespacedDeployment(
    { name, namespace, body: deployment as V1Deployment, fieldManager, force: true },
    setHeaderOptions("Content-Type", PatchStrategy.ServerSideApply),
  );
}
