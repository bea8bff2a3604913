import { readFileSync } from "node:fs";
import { join } from "node:path";
import { mergeStackFiles } from "../../settings/stack-files";
import { recordedApplication, type Checkpoint } from "../../release/checkpoint";
import type { RecordedApplication } from "../../release/recorded";
import { Simulation } from "./simulation";

const root = join(__dirname, "../..");

/** Settings of `turnout:` that a test lays over the project's own. */
export type Changes = Readonly<Record<string, unknown>>;

/**
 * A branch's stack on a simulated cluster: the project's own configuration, as the Pulumi CLI would hand it
 * over, with a test's changes on top.
 */
export async function startBranch(stack: string, changes: Changes = {}): Promise<Simulation> {
  const simulation = await Simulation.start({ project: "turnout", stack, kubernetes: { patience: 500 } });
  await configure(simulation, changes);
  return simulation;
}

/** Changes what the stack is to be, as an edit of its file does. */
export async function configure(simulation: Simulation, changes: Changes): Promise<void> {
  const defaults = mergeStackFiles(readFileSync(join(root, "Pulumi.yaml"), "utf8"), undefined).values;
  const texts = Object.fromEntries(
    Object.entries(changes).map(([key, value]) => [
      `turnout:${key}`,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
  const all = { ...defaults, ...texts };
  await simulation.engine.stack.setAllConfig(
    Object.fromEntries(
      Object.entries(all).map(([key, value]) => [key, { value, secret: value.includes('"secrets"') }]),
    ),
  );
}

/** What the cluster really holds of an application, read as the program reads a checkpoint. */
export function inCluster(simulation: Simulation, application = "web"): RecordedApplication {
  const objects: Checkpoint = Object.fromEntries(
    simulation.kubernetes
      .list()
      .map(({ id, type, properties }) => [`${type}/${id}`, { type, outputs: properties }]),
  );
  return recordedApplication(objects, application);
}
