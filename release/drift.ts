import { colors } from "./color";
import type { RecordedApplication } from "./recorded";

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
