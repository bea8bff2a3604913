import { isObject } from "../problems/problem";
import { membersOf, notKnown, oneOrMore, type Inputs } from "./resource";

/** A statement of an IAM policy document; its elements by their names in lower case, because IAM ignores case. */
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

/** One test of a condition, on one key: `StringEquals: { "aws:SourceAccount": ["111122223333"] }`. */
export interface Asked {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly unknown[];
}

/** Whether any part of a condition keeps `does`, which is enough: all parts have to be met. What isn't known does. */
export function anyPart(condition: unknown, does: (asked: Asked) => boolean): boolean {
  if (condition === notKnown) return true;
  return Object.entries(membersOf(condition)).some(
    ([operator, keys]) =>
      keys === notKnown ||
      Object.entries(membersOf(keys)).some(([key, value]) =>
        does({ operator, key, values: oneOrMore(value) }),
      ),
  );
}

/**
 * Keys that identify the caller and that callers can't choose (IAM User Guide, global condition keys). No addresses:
 * they let in callers without a name. No tags, and no sts:ExternalId: callers choose them.
 */
const callerKeys =
  /^(aws:(Principal(Account|Arn|OrgID|OrgPaths)|Source(Account|Arn|OrgID|OrgPaths|Vpc|Vpce))|s3:DataAccessPoint(Account|Arn))$/i;

/** Those that hold only where the key is there and has one of the values. */
const positive = /^(ForAnyValue:)?(String(Equals|EqualsIgnoreCase|Like)|Arn(Equals|Like))$/i;

/** Wildcards, and variables, which callers may fill. */
const open = /[*?]|\$\{/;
/** ARNs of a named account, and paths in a named organization: what follows may be left open. */
const owned = /^(arn:[\w-]+:[\w-]+:[\w-]*:\d{12}:|o-[a-z0-9]+\/)/;

/**
 * Whether a condition lets in only callers that it names, by an account, an organization, a VPC or an ARN. As Amazon S3
 * decides what is public, but for addresses (S3 User Guide, block public access). Not known yet counts as named.
 */
export const namesCallers = (condition: unknown): boolean => anyPart(condition, names);

const names = ({ operator, key, values }: Asked): boolean =>
  callerKeys.test(key) && positive.test(operator) && values.length > 0 && values.every(isFixed);

const isFixed = (value: unknown): boolean =>
  value === notKnown || (value !== "" && (!open.test(String(value)) || owned.test(String(value))));
