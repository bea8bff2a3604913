import { apply } from "../../cli/apply";
import { loadProgram } from "../../cli/engine";
import type { Operation } from "../../cli/operation";
import { Progress } from "../../cli/progress";
import type { Run } from "../../program/planned-application";
import type { Branch } from "./branch";

/**
 * Runs `turnout up` on a simulated branch, with locks and recovery; no cluster is asked for pods and leases.
 *
 * @returns its printed lines. @throws UserError as it does.
 */
export async function turnoutUp(branch: Branch, asked: Run = {}): Promise<string[]> {
  const lines: string[] = [];
  const operation: Operation = {
    stack: branch.simulation.engine.stack,
    name: "dev",
    root: "/nowhere",
    program: () => loadProgram(process.cwd()),
    namespace: undefined,
    progress: new Progress(() => undefined),
    print: (line) => lines.push(line),
    cluster: () => Promise.reject(new Error("There is no cluster that could be asked.")),
  };
  const run: Run = { witness: branch.witness, ...asked };
  await apply(operation, run);
  return lines;
}
