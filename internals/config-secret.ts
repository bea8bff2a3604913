import * as pulumi from "@pulumi/pulumi";

/**
 * Whether the engine handed over a key of the configuration as one with a secret in it. The SDK has the function
 * (runtime/config.js), and leaves it out of its types.
 */
export const isConfigSecret = (key: string): boolean =>
  (pulumi.runtime as unknown as { isConfigSecret(key: string): boolean }).isConfigSecret(key);
