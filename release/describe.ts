import { other } from "./color";
import type { ReleasePlan } from "./plan";

/** One sentence on what an update will do about an application; for previews and logs. */
export function describePlan(application: string, release: string, { kind, active }: ReleasePlan): string {
  switch (kind) {
    case "first":
      return `${application}: first release ${release}, on ${active}.`;
    case "steady":
      return `${application}: release ${release} stays active on ${active}.`;
    case "release":
      return `${application}: release ${release} goes to ${active}; once it is Ready the traffic moves there, and ${other(active)} stays up.`;
    case "rollback":
      return `${application}: back to release ${release}, which ${active} still has; ${other(active)} stays up.`;
  }
}
