import { isHidden, type Declared, type Value } from "./recording";
import { kindOf } from "./replacement";

type Inputs = Declared["inputs"];
type Named = Pick<Declared, "type" | "name">;

/** Which resource's id a property holds; a diff has the logical name for it. */
const holdsIdOf: Readonly<Record<string, string>> = {
  allocationId: "aws:ec2/eip:Eip",
  clusterName: "eks:index:Cluster",
  gatewayId: "aws:ec2/internetGateway:InternetGateway",
  groupIds: "aws:ec2/securityGroup:SecurityGroup",
  natGatewayId: "aws:ec2/natGateway:NatGateway",
  privateSubnetIds: "aws:ec2/subnet:Subnet",
  referencedSecurityGroupId: "aws:ec2/securityGroup:SecurityGroup",
  role: "aws:iam/role:Role",
  routeTableId: "aws:ec2/routeTable:RouteTable",
  routeTableIds: "aws:ec2/routeTable:RouteTable",
  securityGroupId: "aws:ec2/securityGroup:SecurityGroup",
  securityGroupIds: "aws:ec2/securityGroup:SecurityGroup",
  subnetId: "aws:ec2/subnet:Subnet",
  subnetIds: "aws:ec2/subnet:Subnet",
  vpcId: "aws:ec2/vpc:Vpc",
};

/** As `madeByCloud` writes ARNs. */
const arnOf = ({ type, name }: Named) =>
  kindOf(type) === "Certificate" ? `(ARN of ${name})` : `(ARN of ${kindOf(type)} ${name})`;

const again = (text: string) => `${text} (made again)`;

/**
 * The inputs with each id and ARN of what is made again marked as another one: offline both are made of names, which
 * stay. Where the engine would see that a subnet's VPC is another, so does the diff.
 */
export function withMadeAgain(inputs: Inputs, madeAgain: readonly Named[]): Inputs {
  if (madeAgain.length === 0) return inputs;
  const arns = madeAgain.map(arnOf);
  const isOther = (text: string, property: string) =>
    madeAgain.some(({ type, name }) => holdsIdOf[property] === type && name === text);

  const marked = (value: Value, property: string): Value => {
    if (typeof value === "string")
      return isOther(value, property)
        ? again(value)
        : arns.reduce((text, arn) => text.replaceAll(arn, again(arn)), value);
    if (Array.isArray(value)) return value.map((one: Value) => marked(one, property));
    if (typeof value !== "object" || value === null || isHidden(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, marked(part, key)]));
  };
  return marked(inputs, "") as Inputs;
}
