import { setTimeout as pause } from "node:timers/promises";
import type { Application } from "../settings/application";
import type { Bindings, Witness } from "../program/witness";
import { type Color, labels, serviceName } from "../release/model";
import { Grace } from "./grace";
import { reasonOf, type Condition } from "./gateway";
import { httpRoutes, type Kubernetes } from "./kubernetes";

/** The AWS Load Balancer Controller's record of a target group (v3.5.0, apis/elbv2/v1beta1/targetgroupbinding_types.go). */
const targetGroupBindings = {
  group: "elbv2.k8s.aws",
  version: "v1beta1",
  plural: "targetgroupbindings",
} as const;

interface TargetGroupBinding {
  readonly metadata?: { readonly generation?: number };
  readonly spec?: { readonly serviceRef?: { readonly name?: string } };
  readonly status?: { readonly observedGeneration?: number };
}

interface BoundRoute {
  readonly spec?: {
    readonly rules?: readonly { readonly backendRefs?: readonly { readonly name?: string }[] }[];
  };
  readonly status?: { readonly parents?: readonly { readonly conditions?: readonly Condition[] }[] };
}

/**
 * How many of the routes to a color's Service are bound to target groups: the controller makes one for each.
 *
 * @throws where the cluster can't be asked.
 */
export async function bindingsOf(
  { custom }: Kubernetes,
  namespace: string,
  application: string,
  color: Color,
): Promise<Bindings> {
  const labelSelector = `${labels.application}=${application}`;
  const [routes, bindings] = await Promise.all([
    custom.listNamespacedCustomObject({ ...httpRoutes, namespace, labelSelector }) as Promise<{
      items: BoundRoute[];
    }>,
    custom.listNamespacedCustomObject({ ...targetGroupBindings, namespace }) as Promise<{
      items: TargetGroupBinding[];
    }>,
  ]);
  const service = serviceName(application, color);
  const leading = routes.items.filter(({ spec }) =>
    (spec?.rules ?? []).some(({ backendRefs = [] }) => backendRefs.some(({ name }) => name === service)),
  );
  // The pods' webhook goes by the same objects, and knows one at the latest when the controller has worked on it.
  const bound = bindings.items.filter(
    ({ metadata, spec, status }) =>
      spec?.serviceRef?.name === service && (status?.observedGeneration ?? 0) >= (metadata?.generation ?? 1),
  );
  const refused = leading
    .flatMap(({ status }) => (status?.parents ?? []).flatMap(({ conditions = [] }) => conditions))
    .find(({ type, status }) => type === "Accepted" && status === "False");
  return {
    routes: leading.length,
    bound: bound.length,
    ...(refused && { refused: reasonOf(refused) }),
  };
}

const lookEveryMilliseconds = 500;

/**
 * Waits until a color's Service is bound: a pod gets its readiness gate only from bindings that are there when it is made
 * (docs/facts.md#readiness-gates), and one without a gate counts as Ready before the load balancer sends it a request.
 *
 * @throws in one sentence where it isn't bound in the time that a release has, or where its route is refused.
 */
export async function untilBound(
  witness: Pick<Witness, "bindings">,
  namespace: string,
  { name, readyTimeoutSeconds, failFastSeconds }: Application,
  color: Color,
): Promise<void> {
  const grace = new Grace(failFastSeconds);
  const end = performance.now() + readyTimeoutSeconds * 1000;
  const none = `No pod of ${serviceName(name, color)} was made, for the load balancer would send it no request`;
  for (;;) {
    const { routes, bound, refused } = await witness.bindings(namespace, name, color);
    if (routes > 0 && bound >= routes) return;
    const reason = grace.past(new Map(refused === undefined ? [] : [["it", refused]]), performance.now());
    if (reason !== undefined)
      throw new Error(`${none}: its route is refused: ${reason}. Correct that, and run the update again.`);
    if (performance.now() >= end)
      throw new Error(
        `${none}: after ${readyTimeoutSeconds} s its controller has bound ${bound} of ${routes} routes. Look into the log of the AWS Load Balancer Controller, and run the update again.`,
      );
    await pause(lookEveryMilliseconds);
  }
}
