import type { Difference } from "./change";
import { differences } from "./differences";
import type { Tree } from "./policy-differences";
import type { Value } from "./recording";

type Pair = Omit<Difference, "replaces">;

/**
 * What differs between two CloudWatch dashboards. Widgets go by their titles: one more moves all that come after it,
 * and where they stand is worth a line only when nothing else differs.
 */
export function dashboardDifferences(before: Tree, after: Tree, path: string): Pair[] {
  const [{ widgets: old, ...oldRest }, { widgets: next, ...nextRest }] = [before, after];
  if (!Array.isArray(old) || !Array.isArray(next)) return differences(before, after, path);
  const [oldWidgets, nextWidgets] = [old as Value[], next as Value[]];
  const content = [
    ...differences(oldRest, nextRest, path),
    ...differences(byTitle(oldWidgets), byTitle(nextWidgets), `${path}.widgets`),
  ];
  const isMoved = JSON.stringify(oldWidgets) !== JSON.stringify(nextWidgets);
  return content.length === 0 && isMoved
    ? [{ path: `${path}.widgets`, before: "where they were", after: "elsewhere" }]
    : content;
}

function byTitle(widgets: readonly Value[]): Tree {
  const found: Record<string, Value> = {};
  for (const widget of widgets) {
    const { type, properties } = widget as { type?: Value; properties?: Tree };
    const title = titleOf(properties);
    const before = Object.keys(found).filter((one) => one === title || one.startsWith(`${title} #`)).length;
    found[before === 0 ? title : `${title} #${before + 1}`] = {
      ...(type !== undefined && { type }),
      ...(properties && { properties }),
    };
  }
  return found;
}

function titleOf({ title, markdown }: Tree = {}): string {
  if (typeof title === "string") return title;
  return typeof markdown === "string" ? (markdown.split("\n")[0] ?? "") : "untitled";
}
