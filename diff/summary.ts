import type { Change, Impact, Op } from "./change";
import { worst } from "./impact";

/** How often each operation occurs, and the worst of the impacts. */
export type Summary = Readonly<Record<Op, number>> & { readonly impact: Impact };

export function summaryOf(changes: readonly Change[]): Summary {
  const count = (op: Op) => changes.filter((change) => change.op === op).length;
  return {
    create: count("create"),
    update: count("update"),
    replace: count("replace"),
    delete: count("delete"),
    impact: worst(changes.map(({ impact }) => impact)),
  };
}

/** `1 to create, 2 to update; moves traffic` */
export function summaryText(summary: Summary): string {
  const ops: readonly Op[] = ["create", "update", "replace", "delete"];
  const counts = ops.filter((op) => summary[op] > 0).map((op) => `${summary[op]} to ${op}`);
  return counts.length === 0 ? "no changes" : `${counts.join(", ")}; ${impactText[summary.impact]}`;
}

export const impactText: Readonly<Record<Impact, string>> = {
  none: "no traffic",
  traffic: "moves traffic",
  data: "can lose data",
};
