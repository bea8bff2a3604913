import type { Change, Difference } from "./change";
import { detailOf } from "./detail";
import { impactOf } from "./impact";
import { pairsOf } from "./pairs";
import type { Declared, Recording } from "./recording";
import { continues, differencesOf, isReplaced } from "./resource-differences";
import { placeOf, servingPlaces } from "./serving";

/**
 * What it takes to get from one recording to the other, in a stable order: the worst first, then by URN.
 * A resource that is the same object under another URN, or whose provider leads to another cluster, is replaced.
 */
export function compare(base: Recording, head: Recording): Change[] {
  const pairs = pairsOf(base, head);
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
  // What differs says enough of the others.
  const detail = op === "create" || op === "delete" ? detailOf(shown) : undefined;
  const takesTraffic = before !== undefined && serving.has(placeOf(before.inputs) ?? "");
  return [
    {
      urn,
      type,
      name,
      op,
      impact: impactOf({ type, name, op, differences: all, serving: takesTraffic }),
      differences: all,
      ...(detail !== undefined && { detail }),
    },
  ];
}
