import { namespaces, removeNamespace } from "./kubernetes";

/** Two runs of this tier on one cluster at once need a Gateway each. */
export const namespace = process.env.TURNOUT_TEST_GATEWAY_NAMESPACE ?? "turnout-gateway";

/**
 * Looks whether the Gateway is there before anything is made. It is all tests' own, and protected against every one of
 * them.
 *
 * @returns a function that removes it at their end, unless it existed before.
 */
export async function noteGateway(): Promise<() => Promise<void>> {
  if ((await namespaces()).includes(namespace)) return () => Promise.resolve();
  return async () => {
    if ((await namespaces()).includes(namespace)) await removeNamespace(namespace);
  };
}
