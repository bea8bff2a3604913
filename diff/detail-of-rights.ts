import type { Detail } from "./detail";
import { documentIn } from "./documents";
import type { Value } from "./recording";
import { after, arnName, at, entries, list, word, words } from "./words";

/** Of who may do what in AWS; what each statement allows is too long for a line. */
export const rightsDetails: Readonly<Record<string, Detail>> = {
  "iam:InstanceProfile": ({ role }) => after("role", word(role)),
  "iam:OpenIdConnectProvider": ({ url }) => word(url),
  "iam:Policy": ({ policy }) => statementCount(policy),
  "iam:Role": ({ assumeRolePolicy }) =>
    after("assumed by", words("; ", ...statementsOf(assumeRolePolicy).map(truster))),
  "iam:RolePolicy": ({ policy, role }) => words(", ", after("of role", word(role)), statementCount(policy)),
  "iam:RolePolicyAttachment": ({ policyArn, role }) =>
    words(" → ", arnName(policyArn), after("role", word(role))),
};

function statementsOf(policy: Value | undefined): readonly Value[] {
  const statement = documentIn(policy)?.Statement;
  return statement === undefined
    ? []
    : Array.isArray(statement)
      ? (statement as readonly Value[])
      : [statement];
}

/** With their names, which say what they are for. */
function statementCount(policy: Value | undefined): string | undefined {
  const statements = statementsOf(policy);
  if (statements.length === 0) return undefined;
  const count = `${statements.length} ${statements.length === 1 ? "statement" : "statements"}`;
  return words(": ", count, words(", ", ...statements.map((one) => word(at(one, "Sid")))));
}

/** Whom a statement trusts, and which of its subjects: `token.actions.githubusercontent.com (repo:example/shop:*)`. */
function truster(statement: Value): string | undefined {
  const principal = at(statement, "Principal");
  const who =
    word(principal) ?? words(", ", ...entries(principal).map(([, one]) => list(one) ?? arnName(one)));
  const conditions = entries(at(statement, "Condition")).flatMap(([operator, values]) =>
    operator.includes("Not") ? [] : entries(values),
  );
  const subjects = conditions.flatMap(([key, value]) =>
    key.endsWith(":sub") ? [list(value) ?? word(value)] : [],
  );
  const whom = words(", ", ...subjects);
  return words(" ", who, whom === undefined ? undefined : `(${whom})`);
}
