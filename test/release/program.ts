import type { Color, RecordedApplication } from "../../release/model";
import {
  goneProblem,
  moveProblem,
  type Planned,
  podsProblem,
  templateProblem,
  trafficProblem,
  workloadProblem,
} from "../../release/guard";
import { planRelease } from "../../release/plan";

/** The functions that decide about an update; a test may replace one by a broken one. */
export interface Program {
  readonly plan: typeof planRelease;
  /** Checks of the cluster before a color's Deployment is changed, and before the route is. */
  beforeColor(live: RecordedApplication, planned: Planned, color: Color): string | undefined;
  beforeRoute(live: RecordedApplication, planned: Planned): string | undefined;
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
};

/** Whether a color gets another release, or fewer pods than the checkpoint has of it while it isn't active. */
export function changesPods({ plan, recorded }: Planned, color: Color): boolean {
  const had = recorded[color];
  const { frozen, replicas } = plan.colors[color];
  return had !== undefined && (!frozen || (plan.active !== color && replicas < had.replicas));
}
