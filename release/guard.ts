import { colors, other, serves, shareIn, type Color, type RecordedApplication } from "./model";
import { activeColor } from "./plan";
import type { ReleasePlan } from "./release-plan";

/**
 * Checks of the cluster just before a change, because the checkpoint that a plan was made from can be behind it: an
 * engine was killed before it recorded a change, or somebody changed an object by hand. Each function
 * gives the reason why a change must not be made now, as a sentence; undefined where it may.
 */

/** Before the route's weights change: a color that gets more traffic must have all its pods Ready, with its planned release. */
export function trafficProblem(
  application: string,
  live: RecordedApplication,
  plan: ReleasePlan,
): string | undefined {
  const lost = !colors.some((color) => shareIn(live.weights, color) > 0 && serves(live[color]));
  // Where nothing serves no request can be lost: before a first release, and where both colors of a trial broke.
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

/** Whether the traffic only waits for pods that were Ready and may be again: one that died is replaced. */
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

/*
 * Further checks just before a change, where the plan itself is right: what the engine sends is made from its
 * checkpoint, and undoes every change that the checkpoint doesn't have.
 */

/** A plan, and what it was made from. */
export interface Planned {
  readonly plan: ReleasePlan;
  readonly recorded: RecordedApplication;
  /** The color that was active before. */
  readonly activeBefore: Color;
}

/**
 * Before any change of a color's Deployment, also one that is created again: while it takes traffic it keeps its release.
 * The engine sends the whole object with every change, a frozen template as its checkpoint has it.
 */
export function templateProblem(
  application: string,
  live: RecordedApplication,
  { plan }: Planned,
  color: Color,
): string | undefined {
  const share = shareIn(live.weights, color);
  const it = live[color];
  if (share === 0 || it === undefined || it.release === plan.colors[color].release) return undefined;
  const what = `takes ${share} % of the traffic in the cluster with release ${it.release}`;
  return `${application}-${color} ${what}, which the last checkpoint doesn't know: ${staleCheckpoint}`;
}

/** Before a recorded Deployment changes: one that was deleted by hand can't be. */
export function goneProblem(
  application: string,
  live: RecordedApplication,
  { recorded }: Planned,
  color: Color,
): string | undefined {
  if (recorded[color] === undefined || live[color] !== undefined) return undefined;
  return `${application}-${color} is gone from the cluster: ${staleCheckpoint}`;
}

/** Before a color's Deployment changes, where no autoscaler sets its size: no pod is removed that the checkpoint doesn't know. */
export function podsProblem(
  application: string,
  live: RecordedApplication,
  { plan, recorded }: Planned,
  color: Color,
): string | undefined {
  const { replicas = 0 } = live[color] ?? {};
  if (replicas <= Math.max(plan.colors[color].replicas, recorded[color]?.replicas ?? 0)) return undefined;
  const pods = replicas === 1 ? "1 pod" : `${replicas} pods`;
  return `${application}-${color} has ${pods} in the cluster, which the last checkpoint doesn't know: ${staleCheckpoint}`;
}

/** Before the route's weights change: a rollback in the cluster itself, or a color that is up again, keeps them. */
export function moveProblem(
  application: string,
  live: RecordedApplication,
  { plan, recorded, activeBefore }: Planned,
): string | undefined {
  const { rejected } = live;
  if (rejected !== undefined && rejected !== recorded.rejected)
    for (const color of colors)
      if (plan.colors[color].release === rejected && plan.weights[color] > shareIn(live.weights, color))
        return `${application}: release ${rejected} was rolled back in the cluster, which the last checkpoint doesn't know: ${staleCheckpoint}`;
  // Of a trial, the release that was never promoted takes over only from what is down.
  const from = other(plan.active);
  const takesOver = plan.kind === "abort" && activeBefore === from;
  if (takesOver && shareIn(live.weights, from) > 0 && serves(live[from]))
    return `${application}-${from} serves again in the cluster, which the last checkpoint doesn't know: ${staleCheckpoint}`;
  return undefined;
}

/** A way back that only changes two weights. */
export interface Retreat {
  /** The color that gets all of the traffic. */
  readonly to: Color;
  /** The release it has. */
  readonly release: string;
  /** The release that it is taken from. */
  readonly rejected: string;
}

/**
 * The way back to the earlier release, from an application as the cluster has it; undefined where none is warm. A color
 * that the checkpoint doesn't know like that may be one that an update was bringing up when it died.
 */
export function retreatOf(live: RecordedApplication, recorded: RecordedApplication): Retreat | undefined {
  const active = activeColor(live, { release: "" });
  const to = other(active);
  const [serving, idle] = [live[active], live[to]];
  if (serving === undefined || idle === undefined || !idle.ready || live.weights?.[active] !== 100)
    return undefined;
  if (idle.replicas < serving.replicas) return undefined; // fewer pods than the traffic needs
  if (idle.release === serving.release || idle.release === live.rejected) return undefined;
  if (idle.candidate || live.preview === to) return undefined; // it never took all of the traffic, or gave it back
  if (recorded[to]?.release !== idle.release || recorded[to].candidate) return undefined;
  return { to, release: idle.release, rejected: serving.release };
}
