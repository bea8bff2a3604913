import { awsAnswers } from "./aws-answers";
import { awsFunctions } from "./aws-functions";
import { providerSettings } from "./aws-provider-settings";
import { eksComponents } from "./simulated-eks";
import type { CloudOptions } from "./simulated-cloud";
import type { SimulationOptions } from "./simulation";

/** The packages of the platform on AWS; another answer to a function goes over the one in `functions`. */
export const awsPackages = (functions: CloudOptions["functions"] = {}): Record<string, CloudOptions> => ({
  aws: {
    version: "7.48.0",
    answers: awsAnswers,
    functions: { ...awsFunctions, ...functions },
    ...providerSettings,
  },
  eks: { version: "4.3.0", components: eksComponents },
});

/** An EKS cluster on Fargate, with the AWS Load Balancer Controller as a Helm release. */
export const onAws = (functions?: CloudOptions["functions"]): SimulationOptions => ({
  packages: awsPackages(functions),
  onFargate: true,
  kubernetes: { finalizedBy: "kubernetes:helm.sh/v3:Release" },
  // As Pulumi.yaml says.
  config: { "pulumi:disable-default-providers": { value: '["kubernetes", "aws"]' } },
});
