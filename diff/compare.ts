import type { Change, Difference } from "./change";
import { differences, isUnder } from "./differences";
import { impactOf } from "./impact";
import type { Declared, Recording } from "./recording";
import { replaces } from "./replacement";
import { placeOf, servingPlaces } from "./serving";

/**
 * What it takes to get from one recording to the other, in a stable order: the worst first, then by URN.
 * A resource that is the same object under another URN, or whose provider leads to another cluster, is replaced.
 */
export function compare(base: Recording, head: Recording): Change[] {
  const old = new Map(base.resources.map((resource) => [resource.urn, resource]));
  const pairs = head.resources.map((after) => ({ before: predecessor(after, old, head), after }));
  const kept = new Set(pairs.map(({ before }) => before?.urn));
  const gone = base.resources.filter(({ urn }) => !kept.has(urn));

  const serving = servingPlaces(base);
  const movedProviders = new Set(
    pairs.filter(({ before, after }) => isReplaced(before, after)).map(({ after }) => after.urn),
  );
  const changes = [
    ...pairs.flatMap(({ before, after }) => changeOf(before, after, serving, movedProviders)),
    ...gone.flatMap((before) => changeOf(before, undefined, serving, movedProviders)),
  ];
  const rank = { data: 0, traffic: 1, none: 2 };
  return changes.sort((a, b) => rank[a.impact] - rank[b.impact] || (a.urn < b.urn ? -1 : 1));
}

/** The resource of the base that this one continues: by URN, by alias, or by being the same object. */
function predecessor(
  after: Declared,
  old: ReadonlyMap<string, Declared>,
  head: Recording,
): Declared | undefined {
  const known = [after.urn, ...after.aliases]
    .map((urn) => old.get(urn))
    .find((before) => before !== undefined);
  if (known !== undefined) return known;
  const place = placeOf(after.inputs);
  const claimed = new Set(head.resources.map(({ urn }) => urn));
  return [...old.values()].find(
    (before) =>
      place !== undefined &&
      before.type === after.type &&
      placeOf(before.inputs) === place &&
      !claimed.has(before.urn),
  );
}

const continues = (before: Declared, after: Declared) => [after.urn, ...after.aliases].includes(before.urn);

const isReplaced = (before: Declared | undefined, after: Declared) =>
  before !== undefined &&
  (!continues(before, after) || differencesOf(before, after).some((difference) => difference.replaces));

function changeOf(
  before: Declared | undefined,
  after: Declared | undefined,
  serving: ReadonlySet<string>,
  movedProviders: ReadonlySet<string>,
): Change[] {
  const shown = after ?? before;
  if (shown === undefined) return [];
  const { urn, type, name } = shown;
  const all: Difference[] = before && after ? differencesOf(before, after) : [];
  if (before && after && !continues(before, after))
    all.unshift({ path: "urn", before: before.urn, after: after.urn, replaces: true });
  if (before && after && movedProviders.has(after.provider ?? ""))
    all.push({ path: "provider", before: before.provider, after: after.provider, replaces: true });
  const op =
    before === undefined
      ? "create"
      : after === undefined
        ? "delete"
        : all.some((one) => one.replaces)
          ? "replace"
          : "update";
  if (op === "update" && all.length === 0) return [];
  const takesTraffic = before !== undefined && serving.has(placeOf(before.inputs) ?? "");
  return [
    {
      urn,
      type,
      name,
      op,
      impact: impactOf({ type, name, op, differences: all, serving: takesTraffic }),
      differences: all,
    },
  ];
}

/** How the provider handles an object, told to it in the object's annotations: a follow-up of what really changes. */
const isHandling = ({ path }: { path: string }) => path.startsWith('metadata.annotations["pulumi.com/');

/** What really changes: a property that the engine is told to ignore stays as it was. */
function differencesOf(before: Declared, after: Declared): Difference[] {
  const all = differences(before.inputs, after.inputs).filter(
    ({ path }) => !isUnder(path, after.ignoreChanges),
  );
  return (all.every(isHandling) ? all : all.filter((one) => !isHandling(one))).map((pair) => ({
    ...pair,
    replaces: replaces(after.type, pair.path) || isUnder(pair.path, after.replaceOnChanges),
  }));
}
