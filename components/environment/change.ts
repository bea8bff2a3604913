import { other } from "../../release/model";
import type { Change } from "../../traffic/switch";
import type { PlannedApplication } from "./planned-application";

/** What an update does to an application's traffic, as whoever watches it must know. */
export function changeOf({ plan, recorded }: PlannedApplication, at: number): Change {
  const { active, weights, colors } = plan;
  const idle = other(active);
  // A release that is tried has its share beside the active one's; else all is the active one's.
  const to = weights[idle] > 0 ? idle : active;
  return { at, from: recorded[other(to)]?.release, to: colors[to].release, share: weights[to] };
}
