import type { BranchMap } from "./branch-map";
import { matches } from "./match";
import { localNamespace } from "./reserved";
import { render } from "./template";

/** The templates of all namespaces that environments get, laptop stacks included. */
export const environmentNamespaces = (map: BranchMap): string[] => [
  ...map.rules.map(({ namespace }) => namespace),
  localNamespace(map.app),
];

/** The pattern that matches all of them, by their common beginning as far as it ends in a `-`; undefined without one. */
export function commonPattern(namespaces: readonly string[]): string | undefined {
  const prefix = commonPrefix(namespaces.map(asPattern));
  const end = prefix.lastIndexOf("-");
  return end < 1 ? undefined : `${prefix.slice(0, end + 1)}*`;
}

/** The pattern of environments' namespaces that a namespace falls under; undefined where it is apart from them. */
export function patternAround(namespace: string, map: BranchMap): string | undefined {
  const namespaces = environmentNamespaces(map);
  const common = commonPattern(namespaces);
  const patterns = common === undefined ? namespaces.map(asPattern) : [common];
  return patterns.find((pattern) => matches(pattern, namespace));
}

const asPattern = (template: string) => render(template, "*");

function commonPrefix(texts: readonly string[]): string {
  const [first = "", ...others] = texts;
  let length = first.length;
  for (const text of others) while (!text.startsWith(first.slice(0, length))) length--;
  return first.slice(0, length);
}
