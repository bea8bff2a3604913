import type { Color } from "./color";
import type { WantedRelease } from "./plan";
import type { RecordedApplication, RecordedColor } from "./recorded";

/** What a plan is made of, once something serves. */
export interface Situation {
  readonly recorded: RecordedApplication;
  readonly wanted: WantedRelease;
  readonly active: Color;
  /** What the active color has. */
  readonly serving: RecordedColor;
  readonly rejected: string | undefined;
}
