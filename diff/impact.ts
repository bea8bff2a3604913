import type { Difference, Impact, Op } from "./change";
import { isUnder } from "./differences";
import { kindOf } from "./replacement";
import { isPreview } from "./serving";

export interface ImpactArgs {
  readonly type: string;
  readonly name: string;
  readonly op: Op;
  readonly differences: readonly Pick<Difference, "path" | "after">[];
  /** It takes traffic as things stand in the base. */
  readonly serving: boolean;
}

/** Kinds that hold nothing that users stored: losing one can be mended by making it again. */
const withoutData = [
  "ConfigMap",
  "Deployment",
  "Gateway",
  "HTTPRoute",
  "HorizontalPodAutoscaler",
  "LimitRange",
  "PodDisruptionBudget",
  "ResourceQuota",
  "Secret",
  "Service",
  "TargetGroupConfiguration",
  "Provider",
];

/** What every request passes, whichever color is active; a preview's hostname is nobody's way. */
const isInTheWay = (kind: string, name: string) =>
  kind === "Gateway" || (kind === "HTTPRoute" && !isPreview(name));

/** What of a kind moves or stops requests when it changes in place, while the object takes traffic. */
const movesTraffic: Readonly<Record<string, readonly string[]>> = {
  Deployment: ["spec.template"],
  Gateway: ["spec"],
  HTTPRoute: ["spec"],
  Secret: ["data", "stringData"],
  Service: ["spec"],
  TargetGroupConfiguration: ["spec"],
};

/**
 * Decides what a change may do to users, the worst of its parts counting. A kind this table doesn't know is
 * taken for one that stores data: a warning too many is read and dismissed, one too few is not read at all.
 */
export function impactOf({ type, name, op, differences, serving }: ImpactArgs): Impact {
  const kind = kindOf(type);
  // A disruption budget has its color's name, and no request passes it.
  const affected = (serving && kind !== "PodDisruptionBudget") || isInTheWay(kind, name);
  switch (op) {
    case "create":
      return "none";
    case "delete":
    case "replace":
      if (!withoutData.includes(kind)) return "data";
      return affected ? "traffic" : "none";
    case "update":
      return affected && differences.some((difference) => stops(kind, difference)) ? "traffic" : "none";
  }
}

function stops(kind: string, { path, after }: Pick<Difference, "path" | "after">): boolean {
  return (
    isUnder(path, movesTraffic[kind] ?? []) ||
    (kind === "Deployment" && path === "spec.replicas" && after === 0)
  );
}

const order: readonly Impact[] = ["none", "traffic", "data"];

/** The worst of several; `none` of none. */
export function worst(impacts: readonly Impact[]): Impact {
  return order[Math.max(0, ...impacts.map((impact) => order.indexOf(impact)))] ?? "none";
}
