import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { version } from "@pulumi/kubernetes/package.json";
import { NoPulumi, pulumiBinary } from "../engine/pulumi-binary";
import { appImageSource } from "./app-image";
import { namespaces, removeNamespace } from "./kubernetes";

const gatewayNamespace = "turnout-gateway";
let gatewayWasThere = true;

/** Before anything else in this tier: what it needs and doesn't find it names in one line, and leaves everything out. */
export const mochaHooks = {
  async beforeAll(this: Mocha.Context): Promise<void> {
    this.timeout(0); // the first time pulumi may have to be built
    const reason = await missing();
    if (reason === undefined) {
      gatewayWasThere = (await namespaces()).includes(gatewayNamespace);
      return;
    }
    console.log(`SKIPPED the cluster tier: ${reason}`);
    this.skip();
  },

  /** The Gateway is all suites' own, and protected against every one of them; what others made stays. */
  async afterAll(): Promise<void> {
    if (!gatewayWasThere) await removeNamespace(gatewayNamespace);
  },
};

async function missing(): Promise<string | undefined> {
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
