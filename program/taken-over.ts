import { applicationOf, type Deployment } from "../release/checkpoint";
import type { ClusterObject } from "../release/drift";
import { colors, labels, type RecordedApplication, serviceName } from "../release/model";

/** An application with a mark at those of its colors whose pods were changed by hand. */
export function withChanged(
  recorded: RecordedApplication,
  application: string,
  changed: readonly string[] = [],
): RecordedApplication {
  const marked = colors.flatMap((color) => {
    const it = recorded[color];
    return it !== undefined && changed.includes(serviceName(application, color))
      ? [[color, { ...it, changed: true }] as const]
      : [];
  });
  return { ...recorded, ...Object.fromEntries(marked) };
}

/** Whether a checkpoint has nothing of an application. */
export const isUnknown = ({ weights, blue, green }: RecordedApplication) =>
  weights === undefined && !blue && !green;

/** An application that another stack made, planned from as it is in the cluster. */
export function takenOver(application: string, objects: readonly ClusterObject[] = []) {
  const isOwn = ({ metadata }: ClusterObject) => metadata?.labels?.[labels.application] === application;
  const ofKind = (kind: string) => objects.filter((object) => object.kind === kind && isOwn(object));
  const deployments: readonly Deployment[] = ofKind("Deployment");
  const state = applicationOf(application, { routes: ofKind("HTTPRoute"), deployments });
  const templates = Object.fromEntries(
    deployments.map(({ metadata, spec }) => [metadata?.labels?.[labels.color] ?? "", spec?.template]),
  );
  return { state, templates };
}
