import { AWS, arn, hex, list } from "./aws-names";
import { isPublic } from "./aws-routes";
import type { Answer, CloudObject } from "./simulated-cloud";
import type { Properties } from "./wire-value";

export const CLUSTER = "aws:eks/cluster:Cluster";
export const PROFILE = "aws:eks/fargateProfile:FargateProfile";
const ENTRY = "aws:eks/accessEntry:AccessEntry";

/** Whether a Fargate profile takes pods of a namespace. Labels in selectors are not looked at. */
export function takesPods(namespace: string, all: CloudObject[]): boolean {
  return all
    .filter(({ type }) => type === PROFILE)
    .flatMap(({ properties }) => list(properties.selectors))
    .some((selector) => wildcard(String(selector.namespace)).test(namespace));
}

const wildcard = (pattern: string) => new RegExp(`^${pattern.replaceAll("*", ".*").replaceAll("?", ".")}$`);

/** Id of what belongs to a cluster, as the AWS provider makes it. */
const inCluster = (property: string) => (inputs: Properties) =>
  `${String(inputs.clusterName)}:${String(inputs[property])}`;

const withoutCluster = ({ clusterName }: Properties, all: CloudObject[]) =>
  all.some(({ type, id }) => type === CLUSTER && id === clusterName)
    ? undefined
    : `ResourceNotFoundException: No cluster found for name: ${String(clusterName)}.`;

function openSubnet({ subnetIds = [] }: Properties, all: CloudObject[]): string | undefined {
  const open = (subnetIds as string[]).find((subnet) => isPublic(subnet, all));
  return (
    open && `InvalidParameterException: Subnet ${open} provided in Fargate Profile is not a private subnet.`
  );
}

/** CoreDNS that no profile takes stays DEGRADED until the provider gives up (docs/facts.md#cluster-component). */
function pendingCoreDns({ addonName, configurationValues }: Properties, all: CloudObject[]) {
  if (addonName !== "coredns") return undefined;
  const { computeType } = JSON.parse((configurationValues ?? "{}") as string) as Properties;
  const pending = computeType !== "Fargate" || !takesPods("kube-system", all);
  return pending ? "unexpected state 'DEGRADED', wanted target 'ACTIVE': coredns has no nodes." : undefined;
}

function withoutEntry({ clusterName, principalArn }: Properties, all: CloudObject[]): string | undefined {
  const id = `${String(clusterName)}:${String(principalArn)}`;
  return all.some((one) => one.type === ENTRY && one.id === id)
    ? undefined
    : `ResourceNotFoundException: The specified principalArn could not be found: ${String(principalArn)}.`;
}

function clusterOutputs({ vpcConfig, version = "1.35" }: Properties, name: string): Properties {
  const unique = hex(name, 32).toUpperCase();
  const issuer = `https://oidc.eks.${AWS.region}.amazonaws.com/id/${unique}`;
  return {
    arn: arn("eks", `cluster/${name}`),
    endpoint: `https://${unique}.gr7.${AWS.region}.eks.amazonaws.com`,
    certificateAuthority: { data: Buffer.from(`certificate of ${name}`).toString("base64") },
    identities: [{ oidcs: [{ issuer }] }],
    vpcConfig: { ...(vpcConfig as Properties), clusterSecurityGroupId: `sg-${hex(name, 17)}` },
    version,
    status: "ACTIVE",
  };
}

/** Amazon EKS: what it knows of its objects, and the wrong orders and inputs that it refuses. */
export const eksAnswers: Record<string, Answer> = {
  [CLUSTER]: {
    named: "name",
    id: ({ name }) => String(name),
    outputs: clusterOutputs,
    immutable: ["name", "roleArn", "bootstrapSelfManagedAddons"],
    keeps: ({ id, properties }, all) => {
      if (properties.deletionProtection === true)
        return `InvalidRequestException: Cluster ${id} can't be deleted while its deletion protection is on.`;
      const profile = all.find(({ type, properties }) => type === PROFILE && properties.clusterName === id);
      return profile && `ResourceInUseException: Cluster ${id} still has the Fargate profile ${profile.id}.`;
    },
  },
  [PROFILE]: {
    named: "fargateProfileName",
    id: inCluster("fargateProfileName"),
    outputs: (_, id) => ({ arn: arn("eks", `fargateprofile/${id.replace(":", "/")}`), status: "ACTIVE" }),
    immutable: ["clusterName", "fargateProfileName", "podExecutionRoleArn", "selectors", "subnetIds"],
    refuses: (inputs, all) => withoutCluster(inputs, all) ?? openSubnet(inputs, all),
  },
  "aws:eks/addon:Addon": {
    id: inCluster("addonName"),
    outputs: (_, id) => ({ arn: arn("eks", `addon/${id.replace(":", "/")}`) }),
    immutable: ["clusterName", "addonName"],
    refuses: (inputs, all) => withoutCluster(inputs, all) ?? pendingCoreDns(inputs, all),
  },
  [ENTRY]: {
    id: inCluster("principalArn"),
    immutable: ["clusterName", "principalArn", "type"],
    refuses: withoutCluster,
  },
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": {
    immutable: ["clusterName", "principalArn", "policyArn", "accessScope"],
    refuses: (inputs, all) => withoutCluster(inputs, all) ?? withoutEntry(inputs, all),
  },
};
