import type { Difference } from "./change";
import { isUnder } from "./differences";
import { inputDifferences } from "./documents";
import type { Declared } from "./recording";
import { replaces } from "./replacement";

/** Whether it is the same resource to the engine: by URN or by alias. */
export const continues = (before: Declared, after: Declared) =>
  [after.urn, ...after.aliases].includes(before.urn);

/** Whether it is deleted and made again. */
export const isReplaced = (before: Declared | undefined, after: Declared) =>
  before !== undefined &&
  (!continues(before, after) || differencesOf(before, after).some((difference) => difference.replaces));

/** How the provider handles an object, told to it in the object's annotations: a follow-up of what really changes. */
const isHandling = ({ path }: { path: string }) => path.startsWith('metadata.annotations["pulumi.com/');

/** What really changes: a property that the engine is told to ignore stays as it was. */
export function differencesOf(before: Declared, after: Declared): Difference[] {
  const all = inputDifferences(after.type, before.inputs, after.inputs).filter(
    ({ path }) => !isUnder(path, after.ignoreChanges),
  );
  return (all.every(isHandling) ? all : all.filter((one) => !isHandling(one))).map((pair) => ({
    ...pair,
    replaces: replaces(after.type, pair.path, pair) || isUnder(pair.path, after.replaceOnChanges),
  }));
}
