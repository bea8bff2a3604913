/** A request to AWS. */
export interface Request {
  readonly action: string;
  readonly resource?: string;
  /** Values of condition keys; a list where a key has several values. */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

interface PolicyStatement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/**
 * Whether policies let a request through, as IAM decides it
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html): a Deny beats an Allow,
 * and what nothing allows is denied. A trust policy has no resources. Throws at an operator that it doesn't know.
 */
export function allowed(documents: readonly string[], request: Request): boolean {
  const matching = documents
    .flatMap((document) => (JSON.parse(document) as { Statement: PolicyStatement[] }).Statement)
    .filter((statement) => applies(statement, request));
  return (
    matching.some(({ Effect }) => Effect === "Allow") && !matching.some(({ Effect }) => Effect === "Deny")
  );
}

const list = <T>(value: T | readonly T[] | undefined): readonly T[] =>
  value === undefined ? [] : Array.isArray(value) ? (value as readonly T[]) : [value as T];

function applies(
  { Action, Resource, Condition = {} }: PolicyStatement,
  { action, resource, context = {} }: Request,
) {
  const acts = list(Action).some((each) => like(each.toLowerCase(), action.toLowerCase()));
  const about = resource === undefined || list(Resource).some((each) => like(each, resource));
  return (
    acts &&
    about &&
    Object.entries(Condition).every(([operator, keys]) =>
      Object.entries(keys).every(([key, wanted]) => holds(operator, list(wanted), context[key])),
    )
  );
}

function holds(
  operator: string,
  wanted: readonly string[],
  found: string | readonly string[] | undefined,
): boolean {
  const values = list(found);
  if (operator === "Null") return wanted.includes(String(found === undefined));
  const always = operator.replace(/IfExists$/, "");
  if (always !== operator) return found === undefined || holds(always, wanted, found);
  const [set, single] = operator.includes(":")
    ? (operator.split(":") as [string, string])
    : [undefined, operator];
  const matches = (value: string) => wanted.some((each) => compare(single.replace("Not", ""), each, value));
  const one = (value: string) => (single.includes("Not") ? !matches(value) : matches(value));
  if (set === "ForAllValues") return values.every(one);
  if (set === "ForAnyValue") return values.some(one);
  // A key that isn't there is equal to nothing.
  return values.length === 0 ? single.includes("Not") : values.length === 1 && values.every(one);
}

function compare(operator: string, wanted: string, value: string): boolean {
  switch (operator) {
    case "StringEquals":
    case "Bool":
      return wanted === value;
    case "StringLike":
    case "ArnEquals":
    case "ArnLike":
      return like(wanted, value);
    default:
      throw new Error(`There is no operator ${operator} here.`);
  }
}

/** `*` is any text, `/` and `:` too; `?` is one character; `${*}`, `${?}` and `${$}` are those characters themselves. */
function like(pattern: string, value: string): boolean {
  const source = pattern.replace(/\$\{([*?$])\}|[*]|[?]|[\s\S]/g, (found, literal?: string) =>
    found === "*" ? "[\\s\\S]*" : found === "?" ? "[\\s\\S]" : escape(literal ?? found),
  );
  return new RegExp(`^${source}$`).test(value);
}

const escape = (text: string) => text.replace(/[$()*+.?[\\\]^{|}/]/g, "\\$&");
