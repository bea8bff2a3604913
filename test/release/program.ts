import type { Color, RecordedApplication } from "../../release/model";
import {
  goneProblem,
  moveProblem,
  type Planned,
  podsProblem,
  retreatOf,
  templateProblem,
  trafficProblem,
  workloadProblem,
} from "../../release/guard";
import { startingColor } from "../../release/head-start";
import { planRelease } from "../../release/plan";

/** The functions that decide about an update; a test may replace one by a broken one. */
export interface Program {
  readonly plan: typeof planRelease;
  /** Checks of the cluster before a color's Deployment is changed, and before the route is. */
  beforeColor(live: RecordedApplication, planned: Planned, color: Color): string | undefined;
  beforeRoute(live: RecordedApplication, planned: Planned): string | undefined;
  /** The color whose pods start before the first step of the update. */
  readonly starting: typeof startingColor;
  /** The way back that the command goes by itself, before any update. */
  readonly retreat: typeof retreatOf;
}

/** As it is. */
export const turnout: Program = {
  plan: planRelease,
  beforeColor: (live, planned, color) =>
    goneProblem("web", live, planned, color) ??
    templateProblem("web", live, planned, color) ??
    podsProblem("web", live, planned, color) ??
    (changesPods(planned, color) ? workloadProblem("web", live, color) : undefined),
  beforeRoute: (live, planned) =>
    trafficProblem("web", live, planned.plan) ?? moveProblem("web", live, planned),
  starting: startingColor,
  retreat: retreatOf,
};

/** Whether a color gets another release, or fewer pods than the checkpoint has of it while it isn't active. */
export function changesPods({ plan, recorded }: Planned, color: Color): boolean {
  const had = recorded[color];
  const { frozen, replicas } = plan.colors[color];
  return had !== undefined && (!frozen || (plan.active !== color && replicas < had.replicas));
}
