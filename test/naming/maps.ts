import fc from "fast-check";
import type { BranchMap, BranchRule } from "../../naming/branch-map";
import { checkBranchMap } from "../../naming/check-branch-map";

/** A rule with all that a test does not care about filled in. */
export function rule(branch: string | string[], stack: string, namespace: string): BranchRule {
  return { branch, stack, namespace, acceptsMergesFrom: "nothing", life: "kept" };
}

/** A map made to be difficult: single stacks sit where patterns would put a branch, and slugs end templates. */
export const crowded: BranchMap = {
  app: "x-branch",
  rules: [
    rule("main", "prod", "x-main"),
    rule(["next", "beta"], "pr-next", "x-next"),
    rule("*", "<name>", "x-<name>"),
  ],
};

const part = fc.stringMatching(/^[ab]{0,2}-?$/);
const template = fc.tuple(part, part).map(([start, end]) => `${start}<name>${end && `-${end}`}`);
const fixed = fc.stringMatching(/^[ab]{1,2}-[ab]{1,2}(-[ab])?$/);

/** Small maps that the check finds no fault with, from an alphabet so small that names keep running into each other. */
export const checkedMap: fc.Arbitrary<BranchMap> = fc
  .record({
    app: fc.constantFrom("a", "b", "a-b", "ab"),
    catchAll: fc.tuple(template, template),
    pattern: fc.option(fc.tuple(template, template), { nil: undefined }),
    fixed: fc.array(fc.tuple(fixed, fixed), { maxLength: 4 }),
  })
  .map(({ app, catchAll, pattern, fixed }) => ({
    app,
    rules: [
      ...fixed.map(([stack, namespace], index) => rule(`fixed-${index}`, stack, namespace)),
      ...(pattern ? [rule("a/*", ...pattern)] : []),
      rule("*", ...catchAll),
    ],
  }))
  .filter((map) => checkBranchMap(map).length === 0);
