/**
 * Pulumi reads a stack trace for every promise and resource that it creates: with all frames, each looked up in source
 * maps, that takes longer than the rest of a run. To find an error in the program (`DEBUG=turnout`) they are needed.
 */
export function shortStacks(): () => void {
  if (process.env.DEBUG === "turnout") return () => undefined;
  const { stackTraceLimit } = Error;
  const mapped = process.sourceMapsEnabled;
  Error.stackTraceLimit = 0;
  process.setSourceMapsEnabled(false);
  return () => {
    Error.stackTraceLimit = stackTraceLimit;
    process.setSourceMapsEnabled(mapped);
  };
}
