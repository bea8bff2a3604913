import { at, type Path, type Problem, type Rule } from "../problems/problem";
import { setting } from "./checked";

/**
 * Secrets that would not stay secret: the program is given all settings in the clear, and only what stands in an
 * application's `secrets` is encrypted again.
 *
 * @param secrets where the stack's file has them.
 * @param settings what the program was given; a path that it doesn't hold is not this stack's.
 */
export function misplacedSecrets(secrets: readonly Path[], settings: unknown): Problem[] {
  return secrets
    .filter((path) => !isInPlace(path) && at(settings, path) !== undefined)
    .map((path) => ({ path: setting(path), value: "[secret]", rule: ruleOf(path) }));
}

/** `overrides.NAME.secrets` or `applications[INDEX].secrets`, and what stands in it. */
const isInPlace = ([root, , part]: Path) => isOfApplication(root) && part === "secrets";

const isOfApplication = (root: PropertyKey | undefined) => root === "overrides" || root === "applications";

function ruleOf([root, application, part, name, ...deeper]: Path): Rule {
  if (isOfApplication(root) && application !== undefined && part === "env" && name !== undefined) {
    const place = setting([root ?? "", application, "secrets", name, ...deeper]);
    return `must not be a secret, for what is in env stands in the clear in pods and state; remove it and run \`pulumi config set --secret --path '${place}'\``;
  }
  return "must not be a secret, for only what is in an application's secrets stays one; remove it and set it without --secret";
}
