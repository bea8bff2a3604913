import type { Path, Rule } from "../problems/problem";
import type { Contradiction } from "../problems/schema";
import { isKubernetesNamespace, PLATFORM_NAMESPACES, PLATFORM_STACK, STATE_STACK } from "./reserved";
import { LIMITS, TEMPLATE_LIMITS } from "./slug";
import { NAME } from "./template";

/** The rules that a rule's stack breaks by itself. @param pattern whether the rule makes one environment per branch. */
export function stackProblems(value: unknown, path: Path, pattern: boolean): Contradiction[] {
  if (typeof value !== "string") return [];
  const example = pattern ? 'write one such as "pr-<name>"' : 'write one such as "staging"';
  const fixed = value.replaceAll(NAME, "");
  const limit = pattern ? TEMPLATE_LIMITS.stack : LIMITS.stack;
  // Not - first, or the command line would take it for an option; not . first, or a file backend would hide it.
  const isForm = /^[A-Za-z0-9_.-]*$/.test(fixed) && !/^([.-]|$)/.test(value) && fixed.length <= limit;
  const form = `${limit} of A-Z, a-z, 0-9, _, . and -, no - or . first`;
  const broken: (Rule | false)[] = [
    placeholderRule(value, pattern, example),
    !isForm && `must be ${pattern ? `at most ${form}, around <name>` : `1 to ${form}`}; ${example}`,
    value === PLATFORM_STACK &&
      `must not be ${value}, the stack that holds the platform; choose another name`,
    value === STATE_STACK &&
      `must not be ${value}, the stack that holds the state of all others; choose another name`,
    value.startsWith("local-") &&
      "must not begin with local-, as the stacks of laptops do; choose another beginning",
  ];
  return broken.filter((rule) => rule !== false).map((rule) => ({ path, value, rule }));
}

/** The rules that a rule's namespace breaks by itself. @param app undefined where the map's is ill-formed. */
export function namespaceProblems(
  value: unknown,
  path: Path,
  pattern: boolean,
  app: string | undefined,
): Contradiction[] {
  if (typeof value !== "string") return [];
  const example = `write one such as "${app ?? "smallcase"}-${pattern ? NAME : "staging"}"` as const;
  const fixed = value.replaceAll(NAME, "");
  const limit = pattern ? TEMPLATE_LIMITS.namespace : LIMITS.namespace;
  // Three at least: ab--web, the hostname of a second application, would pass for a Punycode label.
  const tooShort = !pattern && value.length < 3;
  // Any slug will do here; only the text around it counts.
  const isLabel = /^[a-z0-9]+(-[a-z0-9]+)*$/.test(value.replaceAll(NAME, "x"));
  const form = `${limit} of a-z, 0-9 and single -, no - first or last`;
  const broken: (Rule | false)[] = [
    placeholderRule(value, pattern, example),
    (!isLabel || tooShort || fixed.length > limit) &&
      `must be ${pattern ? `at most ${form}, around <name>` : `3 to ${form}`}; ${example}`,
    isKubernetesNamespace(value) &&
      "must not be default or begin with kube-, which are Kubernetes' own; choose another name",
    PLATFORM_NAMESPACES.includes(value) &&
      `must not be ${value}, a namespace of the platform's own; choose another name`,
    app !== undefined &&
      value.startsWith(`${app}-local-`) &&
      `must not begin with ${app}-local-, as the namespaces of laptop stacks do; choose another beginning`,
  ];
  return broken.filter((rule) => rule !== false).map((rule) => ({ path, value, rule }));
}

function placeholderRule(value: string, pattern: boolean, example: `write ${string}`): Rule | false {
  const times = value.split(NAME).length - 1;
  if (pattern && times !== 1)
    return `must hold <name> once, so that each branch of a pattern gets its own; ${example}`;
  if (!pattern && times > 0)
    return `must not hold <name>, which is for rules with a pattern, and this one lists single branches; ${example}`;
  return false;
}
