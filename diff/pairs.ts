import { withMadeAgain } from "./made-again";
import type { Declared, Recording } from "./recording";
import { isReplaced } from "./resource-differences";
import { placeOf } from "./serving";
import { isOfCloud } from "./short-type";

/** A resource of the head, and what it was in the base. */
export interface Pair {
  readonly before: Declared | undefined;
  readonly after: Declared;
}

/** Each resource of the head with the one of the base that it continues. */
export function pairsOf(base: Recording, head: Recording): readonly Pair[] {
  const old = new Map(base.resources.map((resource) => [resource.urn, resource]));
  return withFollowUps(head.resources.map((after) => ({ before: predecessor(after, old, head), after })));
}

/** What is made again has another id, so what holds that id may have to be made again too; and so on. */
function withFollowUps(pairs: readonly Pair[], madeAgain: readonly Declared[] = []): readonly Pair[] {
  const followed = pairs.map(({ before, after }) =>
    before
      ? { before, after: { ...after, inputs: withMadeAgain(after.inputs, madeAgain) } }
      : { before, after },
  );
  const found = followed.filter(({ before, after }) => isOfCloud(after.type) && isReplaced(before, after));
  return found.length === madeAgain.length
    ? followed
    : withFollowUps(
        pairs,
        found.map(({ after }) => after),
      );
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
