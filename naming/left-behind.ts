import type { BranchMap } from "./branch-map";
import { environmentOf } from "./environment";
import { branchesOf, hasPattern, isPattern, ruleFor } from "./match";
import { namesOf } from "./names";
import { NAME, nameIn, render } from "./template";

/** What a branch, or each branch of a pattern, gets; then with `<name>` in the place of its slug. */
interface Place {
  readonly stack: string;
  readonly namespace: string;
}

/**
 * Stacks that own something which a changed map gives to another stack, or to none, each as a sentence with the way on:
 * no update of another stack would show them, or remove what they made.
 */
export function leftBehind(base: BranchMap, head: BranchMap): string[] {
  const entries = new Set([base, head].flatMap(({ rules }) => rules.flatMap(branchesOf)));
  const sentences = [...entries].flatMap((entry) => {
    const [before, after] = [placeOf(entry, base), placeOf(entry, head)];
    const still = after.stack === before.stack ? after : ownPlace(before.stack, head);
    if (still?.namespace === before.namespace) return [];
    return still === undefined || after.namespace === before.namespace
      ? abandoned(entry, before, after, [base, head])
      : handedOver(before, still, [base, head]);
  });
  return [...new Set(sentences)].sort();
}

function placeOf(entry: string, map: BranchMap): Place {
  if (!isPattern(entry)) return namesOf(entry, map);
  return ruleFor(entry, map);
}

type Maps = readonly [base: BranchMap, head: BranchMap];

/** The rule of a stack of its own, without a pattern. */
const ownPlace = (stack: string, map: BranchMap): Place | undefined =>
  map.rules.find((rule) => !hasPattern(rule) && rule.stack === stack);

/** The stack of its own that a map gives a namespace to. */
const ownerOf = (namespace: string, map: BranchMap) =>
  map.rules.find((rule) => !hasPattern(rule) && rule.namespace === namespace)?.stack;

function handedOver(before: Place, after: Place, maps: Maps): string[] {
  const [{ stack, namespace }, heir] = [before, ownerOf(before.namespace, maps[1])];
  if (heir === undefined || heir === stack) return [];
  const way = isRound(stack, maps)
    ? `as namespaces go round here, no order of updates does that. Give ${stack} one that no stack has first, update it, then make this change.`
    : `update ${stack} first, which moves to namespace ${after.namespace}, and ${heir} after it.`;
  const end = isRound(stack, maps) ? "; " : ": ";
  return [`Stack ${stack} has namespace ${namespace}, which this map gives to stack ${heir}${end}${way}`];
}

/** Whether a stack gets the namespace of one that must move before it, and so on, until it is its own turn again. */
function isRound(stack: string, [base, head]: Maps): boolean {
  const ownerBefore = (one: string) => ownerOf(ownPlace(one, head)?.namespace ?? "", base);
  const seen = new Set<string>();
  let next = ownerBefore(stack);
  while (next !== undefined && next !== stack && !seen.has(next)) {
    seen.add(next);
    next = ownerBefore(next);
  }
  return next === stack;
}

function abandoned(entry: string, before: Place, after: Place, [base, head]: Maps): string[] {
  const { stack, namespace } = before;
  const isTemplate = stack.includes(NAME);
  const heir = after.namespace === namespace ? after.stack : ownerOf(namespace, head);
  const [its, it, run] = isTemplate
    ? [`Stacks ${stack} of branches ${entry} have namespaces`, "those that are up", "run for each of them"]
    : [`Stack ${stack} has namespace`, "if it is up, it", "run"];
  const destroy = `\`npx turnout destroy --stack ${stack}\` in a checkout of the base`;
  if (heir === undefined)
    return [
      `${its} ${namespace}, and this map gives ${isTemplate ? "them" : "it"} to no branch any more: ${it} ${isTemplate ? "stay" : "stays"} until you ${run} ${destroy}.`,
    ];
  const given = `${its} ${namespace}, which this map gives to stack${isTemplate ? "s" : ""} ${heir}`;
  return [
    ownPlace(heir, base) === undefined
      ? `${given}: ${run} \`pulumi stack rename ${heir} --stack ${stack}\` before the first update, or two stacks own the same.`
      : `${given}, one that is there already: before the first update ${run} ${destroy}, or rename ${heir} to a third name and ${stack} to ${heir} with \`pulumi stack rename\`.`,
  ];
}

/** The stack of a map that had the namespace which another map gives to a stack; undefined where it had none. */
export function formerStack(stack: string, before: BranchMap, after: BranchMap): string | undefined {
  const namespace = environmentOf(stack, after)?.namespace;
  if (namespace === undefined) return undefined;
  return before.rules
    .map((rule) => render(rule.stack, nameIn(rule.namespace, namespace) ?? ""))
    .find((former) => environmentOf(former, before)?.namespace === namespace);
}
