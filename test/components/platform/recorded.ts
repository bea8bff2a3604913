import { Provider as Aws } from "@pulumi/aws/provider";
import { Provider as Kubernetes } from "@pulumi/kubernetes/provider";
import type { ComponentResourceOptions } from "@pulumi/pulumi";
import { record } from "../../../diff/record";
import type { Recording } from "../../../program/recording";

/** Resources that a component declares, made with the one provider of each kind that a stack has. */
export function recorded(make: (options: ComponentResourceOptions) => unknown): Promise<Recording> {
  const program = () => {
    const aws = new Aws("aws", { region: "eu-central-1" });
    const kubernetes = new Kubernetes("cluster", { kubeconfig: "{}" });
    make({ providers: { aws, kubernetes } });
    return Promise.resolve();
  };
  const config = {
    values: { "pulumi:disable-default-providers": JSON.stringify(["aws", "kubernetes"]) },
    secretKeys: [],
  };
  return record({ program, project: "turnout", stack: "platform", config, checkpoint: {} });
}
