import { ofCheckouts } from "./checkout";
import { ofDecisions } from "./decisions";
import { ofEnvironments } from "./environment";
import { ofPlatforms } from "./platform";
import { ofSettings } from "./settings";
import { ofWaits } from "./waits";

/** One line of the program that breaks a promise of ours. */
export interface Break {
  /** In one sentence; a test must hold it. */
  readonly promise: string;
  /** Text that occurs once in the program, in whichever file. */
  readonly before: string;
  readonly after: string;
}

export const breaks: readonly Break[] = [
  ...ofCheckouts,
  ...ofEnvironments,
  ...ofPlatforms,
  ...ofDecisions,
  ...ofSettings,
  ...ofWaits,
].map(([promise, before, after]) => ({ promise, before, after }));
