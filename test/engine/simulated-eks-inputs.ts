import type { ClusterArgs } from "@pulumi/eks/cluster";
import type { Inputs } from "@pulumi/pulumi/output";

const KNOWN = [
  "accessEntries",
  "authenticationMode",
  "bootstrapSelfManagedAddons",
  "clusterTags",
  "corednsAddonOptions",
  "createInstanceRole",
  "createOidcProvider",
  "deletionProtection",
  "enabledClusterLogTypes",
  "encryptionConfigKeyArn",
  "endpointPrivateAccess",
  "endpointPublicAccess",
  "fargate",
  "instanceRoles",
  "kubeProxyAddonOptions",
  "name",
  "privateSubnetIds",
  "providerCredentialOpts",
  "publicAccessCidrs",
  "publicSubnetIds",
  "roleMappings",
  "skipDefaultNodeGroup",
  "skipDefaultSecurityGroups",
  "subnetIds",
  "tags",
  "upgradePolicy",
  "useDefaultVpcCni",
  "userMappings",
  "version",
  "vpcId",
] as const satisfies (keyof ClusterArgs)[];

/** The arguments of `eks.Cluster` that are simulated; as plain as the program gave them. */
export type EksInputs = Pick<ClusterArgs, (typeof KNOWN)[number]>;

/** Whether a mode of authentication has the aws-auth ConfigMap; without one it does. */
export const hasConfigMap = (mode: EksInputs["authenticationMode"]): boolean => mode !== "API";

/** Whether a mode of authentication has access entries. */
export const hasAccessEntries = (mode: EksInputs["authenticationMode"]): boolean =>
  mode === "API" || mode === "API_AND_CONFIG_MAP";

/** The inputs, refused as pulumi-eks 4.3.0 refuses them (cluster.ts, authenticationMode.ts), or as not simulated. */
export function checkedInputs(inputs: Inputs): EksInputs {
  const unknown = Object.keys(inputs).filter((name) => !(KNOWN as readonly string[]).includes(name));
  if (unknown.length > 0) throw new Error(`The simulated eks.Cluster has no ${unknown.join(", ")}; add it.`);
  const args = inputs as EksInputs;
  if (args.subnetIds && (args.publicSubnetIds ?? args.privateSubnetIds)) {
    throw new Error(
      "subnetIds, and the use of publicSubnetIds and/or privateSubnetIds are mutually exclusive. Choose a single approach.",
    );
  }
  const mode = args.authenticationMode;
  for (const name of ["roleMappings", "userMappings", "instanceRoles"] as const) {
    const value = args[name] as unknown;
    if (hasConfigMap(mode) || value === undefined || (Array.isArray(value) && value.length === 0)) continue;
    throw new Error(
      `The '${name}' property does not support non-empty values when 'authenticationMode' is set to 'API'.`,
    );
  }
  if (args.accessEntries && !hasAccessEntries(mode)) {
    const set = mode === undefined ? "not set" : `set to 'CONFIG_MAP'`;
    throw new Error(`The 'accessEntries' property is not supported when 'authenticationMode' is ${set}.`);
  }
  if (args.createOidcProvider) {
    throw new Error(
      "The simulated eks.Cluster can't ask the issuer for its thumbprint as createOidcProvider does: make the provider by hand.",
    );
  }
  if (!args.skipDefaultNodeGroup && !args.fargate) {
    throw new Error("The simulated eks.Cluster has no default node group: set skipDefaultNodeGroup.");
  }
  return args;
}
