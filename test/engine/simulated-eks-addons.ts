import { Addon } from "@pulumi/aws/eks/addon";
import type { Cluster } from "@pulumi/aws/eks/cluster";
import type { FargateProfile } from "@pulumi/aws/eks/fargateProfile";
import { getAddonVersionOutput } from "@pulumi/aws/eks/getAddonVersion";
import * as pulumi from "@pulumi/pulumi";
import type { EksInputs } from "./simulated-eks-inputs";

/** Options that all add-ons have in common. */
interface AddonOptions {
  enabled?: boolean;
  version?: pulumi.Input<string>;
  configurationValues?: pulumi.Input<Record<string, unknown>>;
  resolveConflictsOnCreate?: pulumi.Input<string>;
  resolveConflictsOnUpdate?: pulumi.Input<string>;
}

type Owned = pulumi.CustomResourceOptions & { parent: pulumi.Resource };

/** The kube-proxy add-on; the trap: on by default, also where no node can run it. */
export function kubeProxy(name: string, cluster: Cluster, args: EksInputs, owned: Owned): void {
  const options = (args.kubeProxyAddonOptions ?? {}) as AddonOptions;
  if (options.enabled ?? true) addon(`${name}-kube-proxy`, "kube-proxy", cluster, options, args.tags, owned);
}

/** The VPC CNI add-on; the trap: made unless `useDefaultVpcCni` says true, though its documentation says it does. */
export function vpcCni(name: string, cluster: Cluster, args: EksInputs, owned: Owned): void {
  if (args.useDefaultVpcCni) return;
  const inputs = { clusterName: cluster.name, clusterVersion: cluster.version };
  const parent = new pulumi.ComponentResource("eks:index:VpcCniAddon", `${name}-vpc-cni`, inputs, owned);
  addon(`${name}-vpc-cni`, "vpc-cni", cluster, {}, args.tags, { parent });
}

/** CoreDNS: for Fargate where `fargate` is set, and after its profile, since its pods need one when they are made. */
export function coreDns(
  name: string,
  cluster: Cluster,
  args: EksInputs,
  profile: pulumi.Output<FargateProfile | undefined>,
  owned: Owned,
): void {
  const options = (args.corednsAddonOptions ?? {}) as AddonOptions;
  pulumi.output(args.fargate).apply((fargate) => {
    const hasNodes = Boolean(fargate) || !args.skipDefaultNodeGroup;
    const wanted = hasNodes && (options.enabled ?? true);
    if (!wanted && !options.configurationValues) return;
    const configurationValues = pulumi
      .all([args.fargate, options.configurationValues])
      .apply(([, values]) => ({ ...(fargate && { computeType: "Fargate" }), ...values }));
    addon(`${name}-coredns`, "coredns", cluster, { ...options, configurationValues }, args.tags, {
      ...owned,
      dependsOn: profile.apply((one) => (one ? [one] : [])),
    });
  });
}

/** An add-on that overwrites what is there, and leaves its software behind when it is deleted. */
function addon(
  name: string,
  addonName: string,
  cluster: Cluster,
  options: AddonOptions,
  tags: EksInputs["tags"],
  owned: Owned,
): Addon {
  const { configurationValues } = options;
  const newest = { addonName, kubernetesVersion: cluster.version, mostRecent: true };
  return new Addon(
    name,
    {
      clusterName: cluster.name,
      addonName,
      addonVersion: options.version ?? getAddonVersionOutput(newest, { parent: owned.parent }).version,
      resolveConflictsOnCreate: options.resolveConflictsOnCreate ?? "OVERWRITE",
      resolveConflictsOnUpdate: options.resolveConflictsOnUpdate ?? "OVERWRITE",
      preserve: true,
      ...(tags && { tags }),
      ...(configurationValues && { configurationValues: pulumi.jsonStringify(configurationValues) }),
    },
    owned,
  );
}
