import type { Difference } from "./change";
import { differences } from "./differences";
import { policyDifferences, type Tree } from "./policy-differences";
import { isHidden, type Declared, type Value } from "./recording";
import { dashboardDifferences } from "./dashboard-differences";

type Inputs = Declared["inputs"];
type Pair = Omit<Difference, "replaces">;

/** How the documents in these properties of AWS resources are compared; as JSON in a string, they are one long value. */
const documents: Readonly<Record<string, (before: Tree, after: Tree, path: string) => Pair[]>> = {
  assumeRolePolicy: policyDifferences,
  configurationValues: differences,
  dashboardBody: dashboardDifferences,
  policy: policyDifferences,
};

/** What differs between two resources' inputs, in the order of their properties; of a document, what it says. */
export function inputDifferences(type: string, before: Inputs, after: Inputs): Pair[] {
  if (!type.startsWith("aws:")) return differences(before, after);
  const properties = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return properties.flatMap((property) => {
    const compared = documents[property];
    const [old, next] = [documentIn(before[property]), documentIn(after[property])];
    return compared && old && next
      ? compared(old, next, property)
      : differences({ [property]: before[property] } as Inputs, { [property]: after[property] } as Inputs);
  });
}

export function documentIn(value: Value | undefined): Tree | undefined {
  if (typeof value === "string") return documentIn(parsed(value));
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isHidden(value)
    ? (value as Tree)
    : undefined;
}

/** A text that a cloud would make is no JSON in a diff. */
function parsed(text: string): Value | undefined {
  try {
    const value = JSON.parse(text) as Value;
    return typeof value === "string" ? undefined : value;
  } catch {
    return undefined;
  }
}
