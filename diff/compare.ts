import { impactOfChange, impactOfLoss, worst, type Changed, type Impact, type Review } from "../kinds/kind";
import { detailOf, kindOf } from "../kinds/lookup";
import type { Change, Difference, Op } from "./change";
import { isReplaced, type Pair, pairsOf, placeOf, servingPlaces } from "./pairs";
import type { Declared, Recording } from "../program/recording";

/**
 * The steps from one recording to the other, in a stable order: the worst first, then by URN.
 * A resource that is the same object under another URN, or whose provider leads to another cluster, is replaced.
 */
export function compare(base: Recording, head: Recording): Change[] {
  const pairs = pairsOf(base, head);
  const kept = new Set(pairs.map(({ before }) => before?.urn));
  const gone = base.resources.filter(({ urn }) => !kept.has(urn));

  const serving = servingPlaces(base);
  const isServing = ({ inputs }: Declared) => serving.has(placeOf(inputs) ?? "");
  const movedProviders = new Set(pairs.filter(isReplaced).map(({ after }) => after.urn));
  const changes = [
    ...pairs.flatMap(({ before, after, differences }) =>
      before === undefined
        ? [changeOf("create", after)]
        : changesOf(
            before,
            after,
            withProvider(before, after, differences, movedProviders),
            isServing(before),
          ),
    ),
    ...gone.map((before) => changeOf("delete", before, [], isServing(before))),
  ];
  const rank = { data: 0, traffic: 1, none: 2 };
  return changes.sort((a, b) => rank[a.impact] - rank[b.impact] || (a.urn < b.urn ? -1 : 1));
}

function withProvider(
  before: Declared,
  after: Declared,
  differences: Pair["differences"],
  movedProviders: ReadonlySet<string>,
): readonly Difference[] {
  if (!movedProviders.has(after.provider ?? "")) return differences;
  return [
    ...differences,
    { path: "provider", before: before.provider, after: after.provider, replaces: true },
  ];
}

function changesOf(
  before: Declared,
  after: Declared,
  differences: readonly Difference[],
  serving: boolean,
): Change[] {
  if (differences.length === 0) return [];
  const op = differences.some((one) => one.replaces) ? "replace" : "update";
  return [changeOf(op, after, differences, serving)];
}

function changeOf(
  op: Op,
  { urn, type, name, inputs }: Declared,
  differences: readonly Difference[] = [],
  serving = false,
): Change {
  // The differences say enough of the others.
  const detail = op === "create" || op === "delete" ? detailOf({ type, name, inputs }) : undefined;
  const impact = impactOf({ type, name, op, differences, serving });
  return { urn, type, name, op, impact, differences, ...(detail !== undefined && { detail }) };
}

interface ImpactArgs {
  readonly type: string;
  readonly name: string;
  readonly op: Op;
  readonly differences: readonly Changed[];
  /** It takes traffic in the base. */
  readonly serving: boolean;
}

/** The effect of a change on users, the worst of its parts counting. */
export function impactOf({ type, name, op, differences, serving }: ImpactArgs): Impact {
  const kind = kindOf(type);
  const subject = { name, serving };
  const ofChanges = () => differences.map((changed) => impactOfChange(kind, subject, changed));
  switch (op) {
    case "create":
      return "none";
    case "delete":
      return impactOfLoss(kind, subject);
    case "replace":
      // The changes count as well: a lifecycle policy is never updated, only replaced.
      return worst([impactOfLoss(kind, subject), ...ofChanges()]);
    case "update":
      return worst(ofChanges());
  }
}

/** All warnings about the resources of the head, each once: two colors say the same. */
export function warningsOf(base: Recording, head: Recording, facts: Omit<Review, "before">): string[] {
  const warnings = pairsOf(base, head).flatMap(
    ({ before, after }) =>
      kindOf(after.type).warnings?.(after.inputs, { ...facts, before: before?.inputs }) ?? [],
  );
  return [...new Set(warnings)];
}
