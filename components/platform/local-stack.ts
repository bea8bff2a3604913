import { CustomResource } from "@pulumi/kubernetes/apiextensions";
import { Namespace } from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import { untilUp } from "../../live/gateway";
import { liveWitness } from "../../live/witness";
import { type Owner, ownerAnnotations } from "../../naming/owner";
import { clusterAccess } from "../../program/access";
import { checkLive } from "../../program/live-check";
import type { Run } from "../../program/planned-application";
import type { RecordedState } from "../../program/recorded-state";
import type { Witness } from "../../program/witness";
import type { GatewaySettings, PlatformSettings } from "../../settings/settings";
import { kubernetesProvider, taken } from "../kubernetes-provider";
import { unprotect } from "./protection";

/** Platform on a cluster that is there already: its Gateway, which is waited for. */
export async function localPlatform(...known: Parameters<typeof planPlatform>) {
  const plan = await planPlatform(...known);
  new Platform("platform", plan, { provider: plan.provider });
  return plan.outputs;
}

/** Arguments of a platform; `planPlatform` makes them. */
export interface PlatformArgs {
  readonly gateway: GatewaySettings;
  /** Whom its namespace names as its owner. */
  readonly owner: Owner;
  /** Sees whether the Gateway is up. */
  readonly witness: Witness;
}

/** A platform before anything of it is declared. */
export interface PlatformPlan extends PlatformArgs {
  readonly provider: pulumi.ProviderResource;
  /** Outputs of its stack, by which commands and the next update know it; the program must return them. */
  readonly outputs: Record<string, unknown>;
}

/** @throws Error in one sentence where the update can't begin. */
export async function planPlatform(
  settings: PlatformSettings,
  recorded: RecordedState,
  run: Run,
): Promise<PlatformPlan> {
  const access = clusterAccess(settings, recorded.cluster);
  const { gateway } = settings;
  const witness = run.witness ?? liveWitness(access);
  const { owner } = await checkLive({ namespace: gateway.namespace, recorded, witness, run });
  if (!settings.protect) unprotect();
  const outputs = {
    cluster: access.identity,
    ...(owner.state !== undefined && { state: owner.state }),
    gateway,
  };
  return { gateway, owner, witness, provider: kubernetesProvider(access), outputs };
}

/** Resources that all environments of a cluster share: the Gateway that their routes attach to. */
export class Platform extends pulumi.ComponentResource {
  constructor(
    name: string,
    { gateway, owner, witness }: PlatformArgs,
    options: pulumi.ComponentResourceOptions,
  ) {
    super("turnout:platform:Platform", name, {}, options);
    const labels = { "app.kubernetes.io/part-of": "turnout", "app.kubernetes.io/managed-by": "Pulumi" };
    const annotations = { ...ownerAnnotations(owner), ...taken };
    const home = new Namespace(
      name,
      { metadata: { name: gateway.namespace, labels, annotations } },
      { parent: this },
    );
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
