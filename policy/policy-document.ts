import { isObject, membersOf, oneOrMore, type Inputs } from "./inputs";

/** A statement of an IAM policy document; its elements by their names in small letters, IAM doesn't tell them apart. */
export interface Statement {
  /** Where in the resource: `policy.Statement[2]`. */
  readonly path: string;
  readonly elements: Inputs;
}

/** The statements that allow something, of a policy as AWS takes it: an object, or its JSON. None of what isn't known. */
export function allowing(document: unknown, path: string): readonly Statement[] {
  return oneOrMore(lowered(parsed(document)).statement)
    .map((statement, index) => ({
      path: `${path}.Statement[${index}]`,
      elements: lowered(statement),
    }))
    .filter(({ elements }) => elements.effect === "Allow");
}

/** Whether anyone at all is meant: `Principal: "*"`, `{ AWS: "*" }`, or all but some. */
export function meansEveryone({ elements: { principal, notprincipal } }: Statement): boolean {
  const named = isObject(principal) ? Object.values(principal) : [principal];
  return notprincipal !== undefined || named.flatMap(oneOrMore).includes("*");
}

const lowered = (value: unknown): Inputs =>
  Object.fromEntries(Object.entries(membersOf(value)).map(([key, member]) => [key.toLowerCase(), member]));

function parsed(document: unknown): unknown {
  if (typeof document !== "string") return document;
  try {
    return JSON.parse(document) as unknown;
  } catch {
    return undefined; // AWS refuses it
  }
}
