import { podReport, unready } from "./pods";
import { explain } from "./explain";
import { readLease } from "./lease";
import { neverEnds } from "../internals/engine-calls";
import { locked } from "../internals/file-backend";
import type { Operation } from "./operation";
import { wordsOf } from "../problems/failure";
import { UserError } from "./terminal";

/**
 * Runs a verb of the engine and turns its failure into sentences. On Ctrl-C the engine, which gets the signal
 * too, ends the step it is in and frees the stack: dying first would leave it locked.
 */
export async function carryOut<T>(
  operation: Operation,
  run: () => Promise<T>,
  now = () => new Date(),
): Promise<T> {
  const { name, progress } = operation;
  const wait = () => {
    operation.print("Ending after the steps that have begun; press Ctrl-C again to stop them, too.");
  };
  process.on("SIGINT", wait);
  try {
    return await run();
  } catch (error) {
    if (error instanceof UserError) throw error;
    if (error instanceof Error && error.message === neverEnds)
      throw new UserError(`${neverEnds}\n${unfinished(name)}`);
    const own = progress.errors.filter((message) => !headline.test(message));
    const said = own.length > 0 ? own.join("\n") : wordsOf(error);
    const text = `${said}\n${String(error)}`;
    const lease = locked.test(text) ? await readLease(operation) : undefined;
    const sentence = explain({ text, stack: name, lease, now: now() });
    const pods = sentence === undefined ? await podsInTrouble(operation) : [];
    throw new UserError([sentence ?? said, ...pods, unfinished(name)].join("\n"));
  } finally {
    process.off("SIGINT", wait);
  }
}

/** What the engine says besides what failed. */
const headline = /^((update|preview|destroy) failed$|One or more errors occurred)/;

/** The end of every report of a failure. */
export const unfinished = (stack: string): string =>
  `Stack ${stack}: the command did not get to its end; what was not changed yet is as it was.`;

/** Best effort: the failure itself must be reported even where the cluster can't be asked. */
async function podsInTrouble({
  namespace,
  cluster,
  isOwn,
}: Pick<Operation, "namespace" | "cluster" | "isOwn">): Promise<string[]> {
  // Another's pods explain nothing.
  if (namespace === undefined || isOwn === false) return [];
  try {
    const { refused, pods } = await unready(await cluster(), namespace);
    return [...refused, ...pods.map(podReport)];
  } catch {
    return [];
  }
}
