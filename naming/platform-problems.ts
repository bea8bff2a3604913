import { commonPattern, localNamespace, PLATFORM_NAMESPACES } from "./reserved";
import { matches } from "./match";
import { problem } from "./problem";
import type { ReadRule } from "./read-rule";

/**
 * What puts a namespace of the platform's own under the pattern of the environments' (`namespacePattern`): whoever
 * deploys a branch is an administrator of all that it matches, and could act as the controller of the load balancers.
 */
export function platformProblems(
  rules: readonly Pick<ReadRule, "path" | "namespace">[],
  app: string,
): string[] {
  const named = rules.flatMap(({ path, namespace }) =>
    namespace === undefined ? [] : [{ path, namespace }],
  );
  const pattern = commonPattern([...named.map(({ namespace }) => namespace), localNamespace(app)]);
  if (pattern === undefined) return [];
  const own = PLATFORM_NAMESPACES.find((one) => matches(pattern, one));
  if (own === undefined) return [];
  const rule = `the environments' namespaces are then ${pattern}, and ${own} is the platform's own`;
  if (pattern === `${app}-*`) return [problem("app", app, rule, "choose another name")];
  return named
    .filter(({ namespace }) => !namespace.startsWith(`${app}-`))
    .map(({ path, namespace }) => problem(`${path}.namespace`, namespace, rule, `let it begin with ${app}-`));
}
