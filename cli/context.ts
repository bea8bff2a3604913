import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { clusterArn } from "../naming/aws";
import { ownConfig } from "../settings/own-config";
import { mergeStackFiles } from "../settings/stack-files";

/**
 * The context of the kubeconfig by which a stack's cluster is looked at: the one that it is set to, or, on AWS, the one
 * that the AWS CLI makes, which is called by the cluster's ARN. Read from the files, with the backend inside the
 * checkout first from those there: it is never secret, and no process of Pulumi's has to be asked for it.
 *
 * @returns undefined for the current one.
 */
export function contextOf(root: string, stack: string): string | undefined {
  const files = [join(root, ".turnout", "workspace"), root].map((folder) =>
    textOf(join(folder, `Pulumi.${stack}.yaml`)),
  );
  for (const text of files) {
    const content = parse(text) as { config?: Record<string, unknown> } | null;
    const context = content?.config?.["turnout:context"];
    if (typeof context === "string") return context;
  }
  const { values } = mergeStackFiles(textOf(join(root, "Pulumi.yaml")), files.find(Boolean));
  const { platform = "local", aws } = ownConfig("turnout", values);
  return platform === "local" || !isAccount(aws) ? undefined : clusterArn({ cluster: "turnout", ...aws });
}

const textOf = (file: string) => (existsSync(file) ? readFileSync(file, "utf8") : "");

const isAccount = (aws: unknown): aws is { account: string; region: string; cluster?: string } =>
  ["account", "region"].every(
    (key) => typeof (aws as Record<string, unknown> | undefined)?.[key] === "string",
  );
