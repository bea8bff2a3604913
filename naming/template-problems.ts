import { LIMITS, TEMPLATE_LIMITS } from "./slug";
import { problem } from "./problem";
import { isKubernetesNamespace, PLATFORM_NAMESPACES, PLATFORM_STACK, STATE_STACK } from "./reserved";
import { NAME } from "./template";

/** What is wrong with a rule's stack by itself. */
export function stackProblems(value: unknown, path: string, pattern: boolean): string[] {
  const example = pattern ? 'write one such as "pr-<name>"' : 'write one such as "staging"';
  if (typeof value !== "string") return [problem(path, value, "a stack is a text", example)];
  const problems = placeholderProblems(value, path, pattern, example);

  const fixed = value.replaceAll(NAME, "");
  const limit = pattern ? TEMPLATE_LIMITS.stack : LIMITS.stack;
  // Not - first, or the command line would take it for an option; not . first, or a file backend would hide it.
  if (!/^[A-Za-z0-9_.-]*$/.test(fixed) || /^([.-]|$)/.test(value) || fixed.length > limit) {
    const form = `${limit} of A-Z, a-z, 0-9, _, . and -, no - or . first`;
    const rule = pattern ? `around <name> a stack has at most ${form}` : `a stack is 1 to ${form}`;
    problems.push(problem(path, value, rule, example));
  }
  if (value === PLATFORM_STACK) {
    problems.push(problem(path, value, "that stack holds the platform", "choose another name"));
  }
  if (value === STATE_STACK) {
    problems.push(problem(path, value, "that stack holds the state of all others", "choose another name"));
  }
  if (value.startsWith("local-")) {
    const rule = "stacks that start with local- are those of laptops";
    problems.push(problem(path, value, rule, "choose another beginning"));
  }
  return problems;
}

/** What is wrong with a rule's namespace by itself; `app` is undefined where the map's is ill-formed. */
export function namespaceProblems(
  value: unknown,
  path: string,
  pattern: boolean,
  app: string | undefined,
): string[] {
  const example = `write one such as "${app ?? "smallcase"}-${pattern ? NAME : "staging"}"`;
  if (typeof value !== "string") return [problem(path, value, "a namespace is a text", example)];
  const problems = placeholderProblems(value, path, pattern, example);

  const fixed = value.replaceAll(NAME, "");
  const limit = pattern ? TEMPLATE_LIMITS.namespace : LIMITS.namespace;
  // Three at least: ab--web, the hostname of a second application, would pass for a Punycode label.
  const tooShort = !pattern && value.length < 3;
  // Any slug will do here; what counts is what stands around it.
  const isLabel = /^[a-z0-9]+(-[a-z0-9]+)*$/.test(value.replaceAll(NAME, "x"));
  if (!isLabel || tooShort || fixed.length > limit) {
    const form = `${limit} of a-z, 0-9 and single -, no - first or last`;
    const rule = pattern ? `around <name> a namespace has at most ${form}` : `a namespace is 3 to ${form}`;
    problems.push(problem(path, value, rule, example));
  }
  if (isKubernetesNamespace(value)) {
    const rule = "default and what starts with kube- are Kubernetes' own";
    problems.push(problem(path, value, rule, "choose another name"));
  }
  if (PLATFORM_NAMESPACES.includes(value)) {
    problems.push(problem(path, value, "that namespace is the platform's own", "choose another name"));
  }
  if (app !== undefined && value.startsWith(`${app}-local-`)) {
    const rule = `namespaces that start with ${app}-local- are those of laptop stacks`;
    problems.push(problem(path, value, rule, "choose another beginning"));
  }
  return problems;
}

function placeholderProblems(value: string, path: string, pattern: boolean, example: string): string[] {
  const times = value.split(NAME).length - 1;
  if (pattern && times !== 1) {
    const rule = `a rule with a pattern needs <name> in it once, so that each branch gets its own`;
    return [problem(path, value, rule, example)];
  }
  if (!pattern && times > 0) {
    const rule = "<name> is only for rules with a pattern, and this one lists single branches";
    return [problem(path, value, rule, example)];
  }
  return [];
}
