/** Labels that a checkpoint is read by: changing one makes every environment look new. */
export const labels = {
  application: "turnout.dev/application",
  color: "turnout.dev/color",
  release: "turnout.dev/release",
} as const;
