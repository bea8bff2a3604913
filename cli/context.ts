import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { clusterArn, defaultCluster, isEksAccount, type EksAccount } from "../naming/aws";
import { ownConfig } from "../settings/own-config";
import { readStackFile } from "../settings/stack-file";
import { mergeStackFiles } from "../settings/stack-files";

/**
 * The context of the kubeconfig by which a stack's cluster is looked at: the one that it is set to, or, on AWS, the one
 * that the AWS CLI makes, which is called by the cluster's ARN. Read from the files, with the backend inside the
 * checkout first from those there: it is never secret, and no process of Pulumi's has to be asked for it.
 *
 * @returns undefined for the current one.
 */
export const contextOf = (root: string, stack: string): string | undefined =>
  ownText(root, stack, "turnout:context") ?? platformOf(root, stack)?.cluster;

/** The cluster's identity that a stack's files insist on (docs/runbooks/wrong-cluster.md), read in the same way. */
export const pinnedCluster = (root: string, stack: string): string | undefined =>
  ownText(root, stack, "turnout:cluster");

/** The AWS account of a stack as its files say it, unchecked: the settings' own check takes longer to load than this. */
export const accountOf = (root: string, stack: string): EksAccount | undefined =>
  accountIn(valuesOf(root, stack));

/** The stack that a stack's cluster on AWS is made by, and the cluster's ARN; undefined where it has none there. */
export function platformOf(root: string, stack: string): { stack: string; cluster: string } | undefined {
  const values = valuesOf(root, stack);
  const account = accountIn(values);
  const { platform } = values;
  if (account === undefined || typeof platform !== "string") return undefined;
  return { stack: platform, cluster: clusterArn({ cluster: defaultCluster, ...account }) };
}

function accountIn({ platform = "local", aws }: Record<string, unknown>): EksAccount | undefined {
  return platform === "local" || !isEksAccount(aws) ? undefined : aws;
}

function valuesOf(root: string, stack: string): Record<string, unknown> {
  const own = stackFiles(root, stack).find(Boolean);
  return ownConfig(
    "turnout",
    mergeStackFiles(textOf(join(root, "Pulumi.yaml")), own, `Pulumi.${stack}.yaml`).values,
  );
}

function ownText(root: string, stack: string, key: string): string | undefined {
  for (const text of stackFiles(root, stack)) {
    const value = readStackFile(text, "turnout", `Pulumi.${stack}.yaml`)[key];
    if (typeof value === "string") return value;
  }
  return undefined;
}

const stackFiles = (root: string, stack: string) =>
  [join(root, ".turnout", "workspace"), root].map((folder) => textOf(join(folder, `Pulumi.${stack}.yaml`)));

const textOf = (file: string) => (existsSync(file) ? readFileSync(file, "utf8") : "");
