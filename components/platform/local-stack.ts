import { CustomResource } from "@pulumi/kubernetes/apiextensions";
import { Namespace } from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import { untilUp } from "../../live/gateway";
import { liveWitness } from "../../live/witness";
import { clusterAccess } from "../../program/access";
import type { Run } from "../../program/planned-application";
import type { RecordedState } from "../../program/recorded-state";
import type { Witness } from "../../program/witness";
import type { GatewaySettings, PlatformSettings } from "../../settings/settings";
import { kubernetesProvider } from "../kubernetes-provider";
import { unprotect } from "./protection";

/** Platform on a cluster that is there already: its Gateway, which is waited for. */
export function localPlatform(settings: PlatformSettings, recorded: RecordedState, run: Run) {
  const access = clusterAccess(settings, recorded.cluster);
  const { gateway } = settings;
  if (!settings.protect) unprotect();
  const witness = run.witness ?? liveWitness(access);
  new Platform("platform", { gateway, witness }, { provider: kubernetesProvider(access) });
  return { cluster: access.identity, gateway };
}

/** Resources that all environments of a cluster share: the Gateway that their routes attach to. */
class Platform extends pulumi.ComponentResource {
  constructor(
    name: string,
    { gateway, witness }: { gateway: GatewaySettings; witness: Witness },
    options: pulumi.ComponentResourceOptions,
  ) {
    super("turnout:platform:Platform", name, {}, options);
    const labels = { "app.kubernetes.io/part-of": "turnout", "app.kubernetes.io/managed-by": "Pulumi" };
    const home = new Namespace(name, { metadata: { name: gateway.namespace, labels } }, { parent: this });
    const isUp = new pulumi.ResourceHook(`${name}-gateway-after-change`, () => untilUp(gateway, witness));
    new CustomResource(
      name,
      {
        apiVersion: "gateway.networking.k8s.io/v1",
        kind: "Gateway",
        metadata: { name: gateway.name, namespace: gateway.namespace, labels },
        spec: {
          gatewayClassName: gateway.className,
          listeners: [
            {
              name: "http",
              protocol: "HTTP",
              port: gateway.port,
              // Environments come and go by namespace; what they may do there is theirs alone.
              allowedRoutes: { namespaces: { from: "All" } },
            },
          ],
        },
      },
      // Every environment loses its traffic with it.
      { parent: this, dependsOn: home, protect: true, hooks: { afterCreate: [isUp], afterUpdate: [isUp] } },
    );
    this.registerOutputs();
  }
}
