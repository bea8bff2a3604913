import { annotations, colors, serviceName } from "../release/model";
import type { Retreat } from "../release/guard";
import { type LiveRoute, routePath } from "./look";
import { type Ask, askFor } from "./paths";

/** The parts of a route that are applied again. */
interface AppliedRoute extends LiveRoute {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: LiveRoute["metadata"] & {
    namespace?: string;
    managedFields?: { manager?: string; operation?: string }[];
  };
}

/**
 * Gives all of a route's traffic to one color, in the name of Pulumi's provider: a second owner of the weights would
 * be in its way at the next release. What is applied is what the provider would apply, so it finds nothing to change.
 *
 * @throws where the route was changed in between, or can't be.
 */
export async function moveRoute(ask: Ask, live: LiveRoute, { to, rejected }: Retreat): Promise<void> {
  const { apiVersion, kind, metadata = {}, spec } = live as AppliedRoute;
  const { name = "", namespace = "", labels, managedFields = [] } = metadata;
  const manager = managedFields.find(
    ({ operation, manager = "" }) => operation === "Apply" && manager.startsWith("pulumi"),
  );
  if (manager?.manager === undefined) throw new Error(`Route ${name} was not made by Pulumi.`);
  const weightOf = (service: string | undefined) =>
    colors.some((color) => color === to && serviceName(name, color) === service) ? 100 : 0;
  const rules = (spec?.rules ?? []).map((rule) => ({
    ...rule,
    backendRefs: (rule.backendRefs ?? []).map((backend) => ({ ...backend, weight: weightOf(backend.name) })),
  }));
  const { resourceVersion } = metadata as { resourceVersion?: string };
  const object = {
    apiVersion,
    kind,
    metadata: { name, namespace, labels, annotations: { [annotations.rejected]: rejected }, resourceVersion },
    spec: { ...spec, rules },
  };
  await askFor(ask, routePath(namespace, name), { manager: manager.manager, object });
}
