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
  await apply(operationOn(branch, lines), { witness: branch.witness, ...asked });
  return lines;
}

/** What a verb works on, for a simulated branch; its program's eyes are on the branch's cluster. */
export const operationOn = (branch: Branch, lines: string[] = []): Operation => ({
  stack: branch.simulation.engine.stack,
  name: "dev",
  root: "/nowhere",
  program: () => {
    const load = loadProgram(process.cwd());
    return (run) => load({ witness: branch.witness, ...run });
  },
  namespace: undefined,
  progress: new Progress(() => undefined),
  print: (line) => lines.push(line),
  cluster: () => Promise.reject(new Error("There is no cluster that could be asked.")),
});
