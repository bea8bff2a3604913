import type { Cluster } from "@pulumi/aws/eks/cluster";
import * as pulumi from "@pulumi/pulumi";
import type { EksInputs } from "./simulated-eks-inputs";

/** A kubeconfig for the `aws` CLI's credentials; only with `withProfile` does it name a profile. */
export function kubeconfigOf(
  cluster: Cluster,
  credentials: EksInputs["providerCredentialOpts"],
  withProfile: boolean,
): pulumi.Output<object> {
  return pulumi
    .all([cluster.name, cluster.endpoint, cluster.certificateAuthority, cluster.arn, credentials])
    .apply(([name, server, { data }, arn, opts]) => ({
      apiVersion: "v1",
      clusters: [{ cluster: { server, "certificate-authority-data": data }, name: "kubernetes" }],
      contexts: [{ context: { cluster: "kubernetes", user: "aws" }, name: "aws" }],
      "current-context": "aws",
      kind: "Config",
      users: [{ name: "aws", user: { exec: tokenCommand(name, arn, opts, withProfile) } }],
    }));
}

function tokenCommand(
  name: string,
  arn: string,
  opts: pulumi.Unwrap<EksInputs["providerCredentialOpts"]>,
  withProfile: boolean,
) {
  const region = arn.split(":")[3] ?? "";
  const args = ["--region", region, "eks", "get-token", "--cluster-name", name, "--output", "json"];
  if (opts?.roleArn) args.push("--role", opts.roleArn);
  if (withProfile && opts?.profileName) args.push("--profile", opts.profileName);
  const version = "client.authentication.k8s.io/v1beta1";
  const env = [{ name: "KUBERNETES_EXEC_INFO", value: `{"apiVersion": "${version}"}` }];
  return { apiVersion: version, command: "aws", args, env };
}
