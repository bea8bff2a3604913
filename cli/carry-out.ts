import { unreadyPods } from "./cluster";
import { explain } from "./failures";
import { readLease } from "./lease";
import { locked } from "./lock";
import type { Operation } from "./operation";
import { podReport } from "./pod-report";
import { UserError } from "./user-error";

/**
 * Runs a verb of the engine and turns its failure into sentences. On Ctrl-C the engine, which gets the signal
 * too, ends the step it is in and frees the stack: dying first would leave it locked.
 */
export async function carryOut<T>(
  { name, progress, ...operation }: Operation,
  run: () => Promise<T>,
  now = () => new Date(),
): Promise<T> {
  const wait = () => {
    operation.print("Ending after the steps that have begun; press Ctrl-C again to stop them, too.");
  };
  process.on("SIGINT", wait);
  try {
    return await run();
  } catch (error) {
    if (error instanceof UserError) throw error;
    const own = progress.errors.filter((message) => !/^(update|preview|destroy) failed$/.test(message));
    const said = own.length > 0 ? own : wordsOf(error);
    const text = [...said, String(error)].join("\n");
    const lease = locked.test(text) ? await readLease(operation) : undefined;
    const sentence = explain({ text, stack: name, lease, now: now() });
    const pods = sentence === undefined ? await podsInTrouble(operation) : [];
    throw new UserError(
      [
        sentence ?? said.join("\n"),
        ...pods,
        `Stack ${name}: the command did not get to its end; what was not changed yet is as it was.`,
      ].join("\n"),
    );
  } finally {
    process.off("SIGINT", wait);
  }
}

/** Of all that the Pulumi CLI printed, what it calls an error. */
function wordsOf(error: unknown): string[] {
  const text = error instanceof Error ? error.message : String(error);
  const errors = text.split("\n").filter((line) => line.startsWith("error: "));
  return errors.length > 0 ? [...new Set(errors)].map((line) => line.slice("error: ".length)) : [text];
}

/** Best effort: the failure itself must be told even where the cluster can't be asked. */
async function podsInTrouble({
  namespace,
  cluster,
}: Pick<Operation, "namespace" | "cluster">): Promise<string[]> {
  if (namespace === undefined) return [];
  try {
    return (await unreadyPods(await cluster(), namespace)).map(podReport);
  } catch {
    return [];
  }
}
