import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { version } from "@pulumi/kubernetes/package.json";
import { NoPulumi, pulumiBinary } from "../engine/pulumi-binary";
import { appImageSource } from "./app-image";

/** A missing requirement of the tests on a real cluster, in one line; undefined where all is there. */
export async function missing(): Promise<string | undefined> {
  if (!process.env.KUBECONFIG) return "KUBECONFIG is not set";
  if (!hasPlugin()) return `the Kubernetes provider plugin ${version} is not installed`;
  if (appImageSource() === undefined)
    return "there is no image of the app: set TURNOUT_TEST_IMAGE to one that the cluster can pull";
  try {
    await pulumiBinary();
    return undefined;
  } catch (error) {
    if (error instanceof NoPulumi) return error.message;
    throw error;
  }
}

function hasPlugin(): boolean {
  const binary = "pulumi-resource-kubernetes";
  const installed = join(
    process.env.PULUMI_HOME ?? join(homedir(), ".pulumi"),
    "plugins",
    `resource-kubernetes-v${version}`,
  );
  return [installed, ...(process.env.PATH ?? "").split(delimiter)].some((folder) =>
    existsSync(join(folder, binary)),
  );
}
