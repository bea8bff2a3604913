import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { clusterArn, defaultCluster, type Account } from "../naming/aws";
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
  for (const text of stackFiles(root, stack)) {
    const content = parse(text) as { config?: Record<string, unknown> } | null;
    const context = content?.config?.["turnout:context"];
    if (typeof context === "string") return context;
  }
  const account = accountOf(root, stack);
  return account && clusterArn({ cluster: defaultCluster, ...account });
}

/** The AWS account of a stack as its files say it, unchecked: the settings' own check takes longer to load than this. */
export function accountOf(root: string, stack: string): EksAccount | undefined {
  const own = stackFiles(root, stack).find(Boolean);
  const { values } = mergeStackFiles(textOf(join(root, "Pulumi.yaml")), own);
  const { platform = "local", aws } = ownConfig("turnout", values);
  return platform === "local" || !isAccount(aws) ? undefined : aws;
}

interface EksAccount extends Account {
  readonly cluster?: string;
}

const stackFiles = (root: string, stack: string) =>
  [join(root, ".turnout", "workspace"), root].map((folder) => textOf(join(folder, `Pulumi.${stack}.yaml`)));

const textOf = (file: string) => (existsSync(file) ? readFileSync(file, "utf8") : "");

const isAccount = (aws: unknown): aws is EksAccount =>
  ["account", "region"].every(
    (key) => typeof (aws as Record<string, unknown> | undefined)?.[key] === "string",
  );
