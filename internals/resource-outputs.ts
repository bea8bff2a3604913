import * as pulumi from "@pulumi/pulumi";

/** The engine's own function (pkg/resource/deploy/builtins.go); the SDK has no call for it. */
export const resourceOutputs = "pulumi:pulumi:readStackResourceOutputs";

/**
 * All resources of a stack's last checkpoint by their URNs, each with its type and outputs.
 *
 * @throws where the backend doesn't give them.
 */
export async function readResourceOutputs(stack: string): Promise<Readonly<Record<string, unknown>>> {
  // The SDK would look up each resource that an output refers to, and this run has registered none of them yet: an
  // `eks.Cluster` in the checkpoint, whose outputs are resources, then fails every update after its first.
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import can't be written to
  const utils = require("@pulumi/pulumi/utils") as { disableResourceReferences: boolean };
  const before = utils.disableResourceReferences;
  utils.disableResourceReferences = true;
  try {
    const result: unknown = await pulumi.runtime.invoke(
      resourceOutputs,
      { stackName: stack },
      { async: true },
    );
    return (result as { outputs?: Readonly<Record<string, unknown>> }).outputs ?? {};
  } finally {
    utils.disableResourceReferences = before;
  }
}
