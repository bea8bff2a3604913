/** Labels that a checkpoint is read by: changing one makes every environment look new. */
export const labels = {
  application: "turnout.dev/application",
  color: "turnout.dev/color",
  release: "turnout.dev/release",
} as const;

/** What a release has to remember from one update to the next, beside what the objects are. */
export const annotations = {
  /** On a Deployment: the release that it was given to be tried before it is promoted. */
  candidate: "turnout.dev/candidate",
  /** On the route: the release that was rolled back or aborted. */
  rejected: "turnout.dev/rejected",
} as const;
