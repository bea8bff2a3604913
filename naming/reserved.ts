import type { BranchMap } from "./branch-map";
import { hasPattern, matches } from "./match";
import { asPattern, commonPattern } from "./template";

/** The stack that holds the cluster and what else all environments share. */
export const PLATFORM_STACK = "platform";

/** The stack that holds where the state of all others is kept. */
export const STATE_STACK = "state";

/** The stack of a branch on a laptop, next to the one the map gives it. */
export const LOCAL_STACK = "local-<name>";

/** The namespace of a laptop stack. */
export function localNamespace(app: string): string {
  return `${app}-local-<name>`;
}

/** The namespace of what the platform itself runs, the load balancers' controller above all. */
export const PLATFORM_NAMESPACE = "turnout-platform";

/** The namespace in which EKS looks for where Fargate's logs go (docs/facts.md#fargate-logs). */
export const LOGGING_NAMESPACE = "aws-observability";

/** The namespaces that a platform on AWS makes, except that of its Gateways, which is a setting (`gateway.namespace`). */
export const PLATFORM_NAMESPACES: readonly string[] = [PLATFORM_NAMESPACE, LOGGING_NAMESPACE];

/** Whether a stack is no branch's. */
export const isShared = (stack: string): boolean => [PLATFORM_STACK, STATE_STACK].includes(stack);

/** Whose a stack name is when no pattern may take it: a phrase for a sentence, or undefined where it is free. */
export function stackHolder(stack: string, map: BranchMap): string | undefined {
  if (stack === PLATFORM_STACK) return "the platform stack";
  if (stack === STATE_STACK) return "the stack of the state";
  if (stack.startsWith("local-")) return "the laptop stacks local-<name>";
  const holder = map.rules.find((rule) => !hasPattern(rule) && rule.stack === stack);
  return holder && `the stack ${holder.stack}`;
}

/**
 * Whose a namespace is when no pattern may take it (Kubernetes', the platform's, a laptop stack's, or one that the map
 * gives to a single stack): a phrase for a sentence, or undefined where it is free.
 */
export function namespaceHolder(namespace: string, map: BranchMap): string | undefined {
  if (isKubernetesNamespace(namespace)) return "Kubernetes";
  if (PLATFORM_NAMESPACES.includes(namespace)) return "the platform";
  if (namespace.startsWith(`${map.app}-local-`)) return "the laptop stacks local-<name>";
  const holder = map.rules.find((rule) => !hasPattern(rule) && rule.namespace === namespace);
  return holder && `the stack ${holder.stack}`;
}

/** `default` cannot be deleted, and Kubernetes keeps the prefix `kube-` for itself (docs: Namespaces, "Working with"). */
export function isKubernetesNamespace(namespace: string): boolean {
  return namespace === "default" || namespace.startsWith("kube-");
}

/** The templates of all namespaces that environments get, laptop stacks included. */
export const environmentNamespaces = (map: BranchMap): string[] => [
  ...map.rules.map(({ namespace }) => namespace),
  localNamespace(map.app),
];

/** The pattern of environments' namespaces that a namespace falls under; undefined where it is apart from them. */
export function patternAround(namespace: string, map: BranchMap): string | undefined {
  const namespaces = environmentNamespaces(map);
  const common = commonPattern(namespaces);
  const patterns = common === undefined ? namespaces.map(asPattern) : [common];
  return patterns.find((pattern) => matches(pattern, namespace));
}

/** Why a platform can't be taken away yet, whoever is on it, as a sentence. */
export const stillProtected = (platform: string): string =>
  `Platform ${platform} is protected, for every environment would lose its traffic with it; nothing was changed. To destroy it, set ` +
  `turnout:protect to false in Pulumi.${platform}.yaml, run \`turnout up --stack ${platform}\`, and destroy it then.`;

/** Why a platform must not be taken away, as a sentence; undefined where nobody is on it. */
export function inUse(platform: string, namespaces: readonly string[]): string | undefined {
  const count = namespaces.length;
  if (count === 0) return undefined;
  const some = [...namespaces].sort().slice(0, 5);
  const more = count > some.length ? ` and ${count - some.length} more` : "";
  return (
    `Platform ${platform} still has ${count === 1 ? "an environment" : `${count} environments`} (${some.join(", ")}${more}), ` +
    `which would lose ${count === 1 ? "its" : "their"} traffic and could never be removed cleanly; nothing was changed. ` +
    "Remove them first with `turnout destroy --stack …`."
  );
}
