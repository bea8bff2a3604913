import { colors, other, type RecordedApplication } from "./model";
import type { ReleasePlan } from "./release-plan";

/** One sentence on what an update will do about an application; for previews and logs. */
export function describePlan(application: string, wanted: string, plan: ReleasePlan): string {
  const { kind, active } = plan;
  const idle = other(active);
  const share = (color: typeof active) => `${plan.weights[color]} %`;
  const sentence = {
    first: () => `first release ${wanted}, on ${active}.`,
    steady: () => `release ${plan.colors[active].release} stays active on ${active}.`,
    release: () =>
      plan.weights[idle] === 0 && !plan.colors[idle].candidate
        ? `release ${wanted} goes to ${active}; once it is Ready the traffic moves there, and ${idle} stays up.`
        : plan.weights[idle] === 0
          ? `release ${wanted} goes to ${idle} and waits there to be promoted; ${active} keeps the traffic.`
          : `release ${wanted} goes to ${idle}; once it is Ready it gets ${share(idle)} of the traffic.`,
    rollback: () =>
      `back to release ${plan.colors[active].release}, which ${active} still has; ${idle} stays up.`,
    hold: () =>
      `release ${plan.colors[idle].release} waits on ${idle} with ${share(idle)} of the traffic to be promoted.`,
    shift: () => `release ${plan.colors[idle].release} on ${idle} gets ${share(idle)} of the traffic.`,
    promote: () =>
      `release ${plan.colors[active].release} on ${active} gets all of the traffic; ${idle} stays up.`,
    abort: () =>
      (plan.colors[idle].frozen
        ? `the traffic of release ${plan.colors[idle].release} goes back to ${active}, which has `
        : `${idle} is gone; all of the traffic goes to ${active}, which has `) +
      `${plan.colors[active].release}.` +
      (plan.rejected === undefined && plan.colors[active].release !== wanted
        ? ` The next update releases ${wanted}.`
        : ""),
  }[kind]();
  const rejected =
    plan.rejected === undefined
      ? ""
      : ` Release ${plan.rejected} was rejected; \`turnout release\` asks for it again.`;
  return `${application}: ${sentence}${rejected}`;
}

/** Sentence after the plan of an application with values that are not known yet. */
export const describeUnknown = (application: string, names: readonly string[]): string =>
  `${application}: ${names.join(", ")} ${names.length === 1 ? "is" : "are"} known only in an update, which names the ` +
  "release by what it finds; where that is nothing new, there is none.";

/** The price of one pod in an environment that is kept, as a sentence; for reviewers. */
export const describeAlone = (stack: string, application: string): string =>
  `${application} has one pod, and stack ${stack} is kept: while that is evicted, by the drain of a node or a patch of ` +
  "Fargate, nothing may answer until the next one is Ready. `replicas: 2` keeps it answering.";

/** Where an application in the cluster is not as it was last recorded, as a sentence; undefined where it is. */
export function driftOf(
  application: string,
  recorded: RecordedApplication,
  live: RecordedApplication,
): string | undefined {
  const found = colors.flatMap((color) => {
    const [was, is] = [recorded[color], live[color]];
    const name = `${application}-${color}`;
    if (was !== undefined && is === undefined) return [`${name} is gone`];
    const parts = [
      ...(is !== undefined && is.release !== was?.release ? [`runs release ${is.release}`] : []),
      ...((live.weights?.[color] ?? 0) !== (recorded.weights?.[color] ?? 0)
        ? [`takes ${live.weights?.[color] ?? 0} % of the traffic`]
        : []),
      ...(is !== undefined && is.replicas > 0 && !is.ready ? ["is not Ready"] : []),
    ];
    return parts.length === 0 ? [] : [`${name} ${parts.join(" and ")}`];
  });
  return found.length === 0 ? undefined : `In the cluster now: ${found.join("; ")}.`;
}
