import { standIn, type Outputs } from "../kinds/kind";

/** Answers to a program's look-ups that can stay open in a diff; any other can't be asked offline. */
export const openQuestions: Readonly<Record<string, (args: Outputs) => Outputs>> = {
  // Whether a platform's stack is there: offline it is taken for it.
  "pulumi:pulumi:readStackOutputs": () => ({}),
  // Whether an image is in the registry already: without an answer it is shown as built.
  "aws:ecr/getImages:getImages": () => ({}),
  "aws:ecr/getAuthorizationToken:getAuthorizationToken": () => ({
    password: standIn("password", "the registry"),
  }),
  "aws:lb/getLoadBalancer:getLoadBalancer": ({ name }) => ({
    arnSuffix: standIn("ARN", `load balancer ${String(name)}`),
  }),
  "aws:lb/getTargetGroup:getTargetGroup": ({ name }) => ({
    arnSuffix: standIn("ARN", `target group ${String(name)}`),
  }),
};

/** Outputs of a platform's last update, by the settings that it has in common with its environments. */
export function toldByPlatform(name: string, gateways: readonly string[]): Outputs {
  const stack = name.split("/").at(-1) ?? name;
  return {
    cluster: standIn("cluster", stack),
    kubeconfig: standIn("kubeconfig", stack),
    vpcId: standIn("VPC", stack),
    securityGroupId: standIn("security group", stack),
    certificateArn: standIn("certificate", stack),
    gateways: Object.fromEntries(
      gateways.map((gateway) => [
        gateway,
        { address: standIn("address", gateway), loadBalancer: standIn("load balancer", gateway) },
      ]),
    ),
  };
}
