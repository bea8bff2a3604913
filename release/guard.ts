import { colors, type Color } from "./color";
import type { ReleasePlan } from "./plan";
import { serves, type RecordedApplication } from "./recorded";
import { shareIn } from "./weights";

/**
 * What is asked of the cluster at the moment of a change, because the checkpoint that a plan was made from can be
 * behind it: an engine was killed before it recorded a change, or somebody changed an object by hand. Each function
 * gives the reason why a change must not be made now, as a sentence; undefined where it may.
 */

/** Before the route's weights change: whoever gets more traffic must be Ready, all of it, with what it is meant to run. */
export function trafficProblem(
  application: string,
  live: RecordedApplication,
  plan: ReleasePlan,
): string | undefined {
  const lost = !colors.some((color) => shareIn(live.weights, color) > 0 && serves(live[color]));
  // Where nobody is served nobody is lost: before a first release, and where both colors of a trial broke.
  if (lost && (plan.order === "route" || plan.kind === "abort" || live.weights === undefined))
    return undefined;
  for (const color of gaining(live, plan)) {
    const wanted = plan.colors[color].release;
    const it = live[color];
    const name = `${application}-${color}`;
    if (it === undefined) return `${name} is gone from the cluster: ${staleCheckpoint}`;
    if (it.release !== wanted)
      return `${name} runs release ${it.release} in the cluster, not ${wanted}: ${staleCheckpoint}`;
    const { replicas } = plan.colors[color];
    if (it.replicas < replicas)
      return `${name} has ${it.replicas} of ${replicas} pods in the cluster: ${staleCheckpoint}`;
    if (!it.ready)
      return `${name} is not Ready any more: the traffic stays where it is; run the update again.`;
  }
  return undefined;
}

/** Whether all that is in the way of the traffic is pods that were Ready and may be again: one that died is replaced. */
export function waitsForPods(live: RecordedApplication, plan: ReleasePlan): boolean {
  const all = gaining(live, plan).map((color) => ({ is: live[color], meant: plan.colors[color].release }));
  return all.every(({ is, meant }) => is?.release === meant) && all.some(({ is }) => !is?.ready);
}

const gaining = (live: RecordedApplication, plan: ReleasePlan) =>
  colors.filter((color) => plan.weights[color] > shareIn(live.weights, color));

/** Before a color's pods are changed or taken away: it must take no traffic. */
export function workloadProblem(
  application: string,
  live: RecordedApplication,
  color: Color,
): string | undefined {
  const weight = live.weights?.[color] ?? 0;
  if (weight === 0) return undefined;
  return (
    `${application}-${color} takes ${weight} % of the traffic in the cluster, which the last checkpoint doesn't know: ` +
    staleCheckpoint
  );
}

/** The end of every problem that is solved by reading the cluster back. */
export const staleCheckpoint =
  "nothing of it was changed; read the cluster back (`pulumi refresh`, which `turnout up` does by itself), then run the update again.";
