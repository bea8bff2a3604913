import type { Value } from "../program/recording";
import { unnoticed, type Kind } from "./kind";
import { after, arnName, valueIn, documentIn, entries, list, parts, word, words } from "./words";

/** The role of each pod's kubelet in the cluster (docs/facts.md#fargate-profiles). */
const roleImpact = ({ name }: { readonly name: string }) => (name === "pod-execution" ? "traffic" : "none");

/**
 * The rights of people, CI and controllers in AWS and in the cluster: running pods keep running. Without the rights of
 * the load balancer controller, load balancers stay as they are. A statement's whole content is too long for a line.
 */
export const identityKinds: Readonly<Record<string, Kind>> = {
  "iam:InstanceProfile": { ...unnoticed, detail: ({ role }) => after("role", word(role)) },
  "iam:OpenIdConnectProvider": { ...unnoticed, detail: ({ url }) => word(url) },
  "iam:Policy": { ...unnoticed, detail: ({ policy }) => statementCount(policy) },
  "iam:Role": {
    loss: roleImpact,
    otherwise: roleImpact,
    detail: ({ assumeRolePolicy }) =>
      after("assumed by", words("; ", ...statementsOf(assumeRolePolicy).map(truster))),
    idIn: ["role"],
  },
  "iam:RolePolicy": {
    ...unnoticed,
    detail: ({ policy, role }) => words(", ", after("of role", word(role)), statementCount(policy)),
  },
  "iam:RolePolicyAttachment": {
    ...unnoticed,
    detail: ({ policyArn, role }) => words(" → ", arnName(policyArn), after("role", word(role))),
  },
  "kubernetes:ClusterRole": {
    ...unnoticed,
    detail: ({ rules }) => {
      const { length } = parts(rules);
      return `${length} ${length === 1 ? "rule" : "rules"}`;
    },
  },
  "kubernetes:ClusterRoleBinding": {
    ...unnoticed,
    detail: ({ subjects, roleRef }) =>
      words(
        " → ",
        words(
          ", ",
          ...parts(subjects).map((one) => words(" ", word(valueIn(one, "kind")), word(valueIn(one, "name")))),
        ),
        words(" ", word(valueIn(roleRef, "kind")), word(valueIn(roleRef, "name"))),
      ),
  },
  "kubernetes:Role": unnoticed,
  "kubernetes:RoleBinding": unnoticed,
  "kubernetes:ValidatingAdmissionPolicy": unnoticed,
  "kubernetes:ValidatingAdmissionPolicyBinding": {
    ...unnoticed,
    detail: ({ spec }) => list(valueIn(spec, "validationActions")),
  },
};

function statementsOf(policy: Value | undefined): readonly Value[] {
  const statement = documentIn(policy)?.Statement;
  return statement === undefined
    ? []
    : Array.isArray(statement)
      ? (statement as readonly Value[])
      : [statement];
}

/** Number of a policy's statements, with their names. */
function statementCount(policy: Value | undefined): string | undefined {
  const statements = statementsOf(policy);
  if (statements.length === 0) return undefined;
  const count = `${statements.length} ${statements.length === 1 ? "statement" : "statements"}`;
  return words(": ", count, words(", ", ...statements.map((one) => word(valueIn(one, "Sid")))));
}

/** Principal that a statement trusts, and its subjects: `token.actions.githubusercontent.com (repo:example/shop:*)`. */
function truster(statement: Value): string | undefined {
  const principal = valueIn(statement, "Principal");
  const who =
    word(principal) ?? words(", ", ...entries(principal).map(([, one]) => list(one) ?? arnName(one)));
  const conditions = entries(valueIn(statement, "Condition")).flatMap(([operator, values]) =>
    operator.includes("Not") ? [] : entries(values),
  );
  const subjects = conditions.flatMap(([key, value]) =>
    key.endsWith(":sub") ? [list(value) ?? word(value)] : [],
  );
  const whom = words(", ", ...subjects);
  return words(" ", who, whom === undefined ? undefined : `(${whom})`);
}
