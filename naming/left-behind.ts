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
    return after.stack === before.stack
      ? handedOver(before, after, head)
      : abandoned(entry, before, after, head);
  });
  return [...new Set(sentences)].sort();
}

function placeOf(entry: string, map: BranchMap): Place {
  if (!isPattern(entry)) return namesOf(entry, map);
  return ruleFor(entry, map);
}

/** The stack of its own that a map gives a namespace to. */
const ownerOf = (namespace: string, map: BranchMap) =>
  map.rules.find((rule) => !hasPattern(rule) && rule.namespace === namespace)?.stack;

function handedOver(before: Place, after: Place, head: BranchMap): string[] {
  const heir = ownerOf(before.namespace, head);
  if (after.namespace === before.namespace || heir === undefined || heir === before.stack) return [];
  return [
    `Stack ${before.stack} has namespace ${before.namespace}, which this map gives to stack ${heir}: update ${before.stack} first, which moves to namespace ${after.namespace}, and ${heir} after it.`,
  ];
}

function abandoned(entry: string, before: Place, after: Place, head: BranchMap): string[] {
  const { stack, namespace } = before;
  const isTemplate = stack.includes(NAME);
  if (!isTemplate && head.rules.some((rule) => rule.stack === stack)) return []; // other branches still have it
  const heir = after.namespace === namespace ? after.stack : ownerOf(namespace, head);
  const [its, it, run] = isTemplate
    ? [`Stacks ${stack} of branches ${entry} have namespaces`, "those that are up", "run for each of them"]
    : [`Stack ${stack} has namespace`, "if it is up, it", "run"];
  return [
    heir === undefined
      ? `${its} ${namespace}, and this map gives ${isTemplate ? "them" : "it"} to no branch any more: ${it} ${isTemplate ? "stay" : "stays"} until you ${run} \`npx turnout destroy --stack ${stack}\` in a checkout of the base.`
      : `${its} ${namespace}, which this map gives to stack${isTemplate ? "s" : ""} ${heir}: ${run} \`pulumi stack rename ${heir} --stack ${stack}\` before the first update, or two stacks own the same.`,
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
