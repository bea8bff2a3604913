import { keepLease } from "./lease";
import type { Operation } from "./operation";
import { selfOf, thisMachine } from "./owner";

/** Says in the environment's namespace who is at work on it while something runs. */
export async function whileHeld<T>({ namespace, cluster }: Operation, run: () => Promise<T>): Promise<T> {
  if (namespace === undefined) return run();
  const lease = keepLease(cluster, namespace, selfOf(process.env, thisMachine()));
  try {
    return await run();
  } finally {
    await lease.end();
  }
}
