/** What a program reads of a thing that only a cloud can make: a name for it, which no value can be taken for. */
const of = (what: string, whose: string) => `(${what} of ${whose})`;

type Outputs = Readonly<Record<string, unknown>>;

/**
 * What a cloud would add to the inputs of what is declared, as far as programs read it; in an offline diff these stand
 * in for the real ones, so that a reviewer sees what refers to what.
 */
export function madeByCloud(type: string, name: string, inputs: Outputs): Outputs {
  if (type === "eks:index:Cluster") return eksCluster(name, inputs);
  if (type.endsWith(":Gateway")) return { status: { addresses: [{ value: of("address", name) }] } };
  if (type === "aws:acm/certificate:Certificate") return { arn: of("ARN", name), ...certificate(name) };
  const kind = type.split(":").at(-1) ?? type;
  if (kind === "Key") return { arn: of("ARN", `Key ${name}`), keyId: of("id", `Key ${name}`) };
  if (kind === "Record") return { fqdn: inputs.name };
  return type.startsWith("aws:") ? { arn: of("ARN", `${kind} ${name}`) } : {};
}

function eksCluster(name: string, { version }: Outputs): Outputs {
  return {
    kubeconfigJson: of("kubeconfig", name),
    eksCluster: {
      name,
      version,
      arn: of("ARN", name),
      endpoint: of("endpoint", name),
      certificateAuthority: { data: of("authority", name) },
      identities: [{ oidcs: [{ issuer: of("issuer", name) }] }],
      vpcConfig: { clusterSecurityGroupId: of("security group", name) },
    },
  };
}

const certificate = (name: string) => ({
  domainValidationOptions: [
    {
      resourceRecordName: of("validation name", name),
      resourceRecordType: "CNAME",
      resourceRecordValue: of("validation value", name),
    },
  ],
});

/** What is looked up while a program runs and can stay open in a diff; what isn't here can't be asked offline. */
export const openQuestions: Readonly<Record<string, (args: Outputs) => Outputs>> = {
  // Whether a platform's stack is there: offline it is taken for it.
  "pulumi:pulumi:readStackOutputs": () => ({}),
  // Whether an image is in the registry already: without an answer it is shown as built.
  "aws:ecr/getImages:getImages": () => ({}),
  "aws:ecr/getAuthorizationToken:getAuthorizationToken": () => ({ password: of("password", "the registry") }),
  "aws:lb/getLoadBalancer:getLoadBalancer": ({ name }) => ({
    arnSuffix: of("ARN", `load balancer ${String(name)}`),
  }),
  "aws:lb/getTargetGroup:getTargetGroup": ({ name }) => ({
    arnSuffix: of("ARN", `target group ${String(name)}`),
  }),
};

/** What a platform told at its last update, by the settings that it has in common with its environments. */
export function toldByPlatform(name: string, gateways: readonly string[]): Outputs {
  const stack = name.split("/").at(-1) ?? name;
  return {
    cluster: of("cluster", stack),
    kubeconfig: of("kubeconfig", stack),
    vpcId: of("VPC", stack),
    securityGroupId: of("security group", stack),
    certificateArn: of("certificate", stack),
    gateways: Object.fromEntries(
      gateways.map((gateway) => [
        gateway,
        { address: of("address", gateway), loadBalancer: of("load balancer", gateway) },
      ]),
    ),
  };
}
