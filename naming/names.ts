import type { BranchMap, BranchRule } from "./branch-map";
import { holderOf } from "./environment";
import { hostOf } from "./host";
import { hasPattern, ruleFor } from "./match";
import { LOCAL_STACK, localNamespace } from "./reserved";
import { hashedSlug, LIMITS, shortHash, slug } from "./slug";
import { render } from "./template";

/** Every name that follows from a branch's name. */
export interface Names {
  readonly branch: string;
  readonly stack: string;
  readonly namespace: string;
  /** Hostname of the first application; `hostOf` gives the others'. */
  readonly host: string;
  /** The Services of all applications, each one's blue before its green. */
  readonly service: readonly string[];
  /** The labels of every object in the environment. */
  readonly labels: Readonly<Record<string, string>>;
}

/** Inputs of the names besides branch and map. */
export interface NamesOptions {
  /** The domain under which environments get their hostnames; default `localhost`, which browsers resolve to this machine. */
  readonly domain?: string;
  /** The applications by name, the first one being the one at the bare hostname; default `web`. */
  readonly applications?: readonly string[];
  /** Names of the branch's laptop stack instead of the one the map gives it. */
  readonly local?: boolean;
}

/**
 * All names of a branch, each within its limit (`LIMITS`), for a map that `checkBranchMap` finds no fault with.
 * Total: any string has names. Two branches share names only where the map gives both one stack.
 */
export function namesOf(branch: string, map: BranchMap, options: NamesOptions = {}): Names {
  const rule = ruleFor(branch, map);
  const name = slugOf(branch, rule, map);
  const stack = render(options.local ? LOCAL_STACK : rule.stack, name);
  const namespace = render(options.local ? localNamespace(map.app) : rule.namespace, name);
  const applications = options.applications ?? ["web"];
  return {
    branch,
    stack,
    namespace,
    host: hostOf(namespace, options.domain ?? "localhost"),
    service: applications.flatMap((application) => [`${application}-blue`, `${application}-green`]),
    labels: labelsOf(stack, namespace, map.app),
  };
}

/** The labels of every object in an environment. */
export function labelsOf(stack: string, namespace: string, app: string): Record<string, string> {
  const labels = {
    "app.kubernetes.io/part-of": app,
    "app.kubernetes.io/instance": namespace,
    "app.kubernetes.io/managed-by": "Pulumi",
  };
  // A stack's name may be longer than a label's value, or start with a dot: then the label is left out, not changed.
  return isLabelValue(stack) ? { ...labels, "turnout.dev/stack": stack } : labels;
}

/** The branch's part in its names: its slug, or a hashed one where the plain one would take a name that is not free. */
function slugOf(branch: string, rule: BranchRule, map: BranchMap): string {
  const isFree = (name: string) => !hasPattern(rule) || holderOf(rule, name, map) === undefined;
  const plain = slug(branch, LIMITS.slug);
  if (isFree(plain)) return plain;
  // A branch `blue` gets this one, since smallcase-blue is production's.
  const hashed = hashedSlug(branch, LIMITS.slug);
  if (isFree(hashed)) return hashed;
  // A branch `local-x` gets this one. It is always free: no reserved beginning can run on into `branch-` and hex.
  return `branch-${shortHash(branch)}`;
}

function isLabelValue(text: string): boolean {
  return text.length <= LIMITS.labelValue && /^[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?$/.test(text);
}

/** Labels of the platform's objects. */
export const platformLabels = {
  "app.kubernetes.io/part-of": "turnout",
  "app.kubernetes.io/managed-by": "Pulumi",
};
