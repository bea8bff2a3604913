import { at, type Path, type Problem, type Rule } from "../problems/problem";
import { setting } from "./checked";
import { parseSettings, type Parsed } from "./settings";

/** What is known of the secrets among a stack's settings. */
interface Secrets {
  /** Where the stack's file has them. */
  readonly paths: readonly Path[];
  /** Keys with a secret somewhere in them, as the engine tells it: its configuration may be of another file. */
  readonly keys: readonly string[];
}

/**
 * As `parseSettings`, for settings that may have secrets among them. One in the wrong place is reported alone: a
 * sentence about any other mistake shows the value that it is about.
 */
export function parseWithSecrets(raw: Readonly<Record<string, unknown>>, { paths, keys }: Secrets): Parsed {
  const unplaced = keys.filter(
    (key) => !paths.some((path) => path[0] === key && at(raw, path) !== undefined),
  );
  const [inside, whole] = [unplaced.filter(isOfApplication), unplaced.filter((key) => !isOfApplication(key))];
  const misplaced = misplacedSecrets([...paths, ...whole.map((key) => [key])], raw);
  if (misplaced.length > 0) return { problems: misplaced };
  const parsed = parseSettings(raw);
  if ("settings" in parsed) return parsed;
  const mayBeSecret = ({ path, value }: Problem) =>
    value !== undefined && inside.some((key) => path.startsWith(setting([key])));
  return {
    problems: parsed.problems.map((one) => (mayBeSecret(one) ? { ...one, value: "[secret]" } : one)),
  };
}

/**
 * Secrets that would not stay secret: the program is given all settings in plain text, and only an application's
 * `secrets` are encrypted again.
 *
 * @param secrets where the stack's file has them.
 * @param settings those that the program was given; a path that isn't in them is not this stack's.
 */
export function misplacedSecrets(secrets: readonly Path[], settings: unknown): Problem[] {
  return secrets
    .filter((path) => !isInPlace(path) && at(settings, path) !== undefined)
    .map((path) => ({ path: setting(path), value: "[secret]", rule: ruleOf(path) }));
}

/** `overrides.NAME.secrets` or `applications[INDEX].secrets`, and everything below. */
const isInPlace = ([root, , part]: Path) => isOfApplication(root) && part === "secrets";

const isOfApplication = (root: PropertyKey | undefined) => root === "overrides" || root === "applications";

function ruleOf([root, application, part, name, ...deeper]: Path): Rule {
  if (isOfApplication(root) && application !== undefined && part === "env" && name !== undefined) {
    const place = setting([root ?? "", application, "secrets", name, ...deeper]);
    return `must not be a secret, for values in env are plain text in pods and state; remove it and run \`pulumi config set --secret --path '${place}'\``;
  }
  return "must not be a secret, for only what is in an application's secrets stays one; remove it and set it without --secret";
}
