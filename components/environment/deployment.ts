import type { PlannedApplication } from "../../program/planned-application";
import { annotations, type Color, labels as releaseLabels, serviceName } from "../../release/model";
import type { Application } from "../../settings/application";
import { podTemplate, selectorOf } from "./pod-template";
import { attemptAfter } from "./pod-watch";

/** Where the objects of a color are, and the standard labels of their application. */
export interface WorkloadPlace {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Name, place and labels of a color's objects. */
export const metadataOf = ({ name }: Application, color: Color, { namespace, labels }: WorkloadPlace) => ({
  name: serviceName(name, color),
  namespace,
  labels: { ...labels, [releaseLabels.application]: name, [releaseLabels.color]: color },
});

/** The Deployment of one color, as it is declared in an update. */
export function deploymentOf(planned: PlannedApplication, color: Color, place: WorkloadPlace) {
  const { application, image, release, secretsDigest } = planned;
  const { replicas, frozen, awaitReady, candidate, release: runs } = planned.plan.colors[color];
  const pods = planned.autoscaled === color ? undefined : replicas;
  return {
    metadata: {
      ...metadataOf(application, color, place),
      annotations: {
        ...(awaitReady ? awaited(pods, attemptAfter(planned.recorded[color])) : unawaited),
        // An autoscaler, also one that the settings no longer have, owns the size of a color that it changed.
        "pulumi.com/patchForce": "true",
        ...(candidate && { [annotations.candidate]: runs }),
      },
    },
    spec: {
      replicas,
      selector: { matchLabels: selectorOf(application.name, color) },
      strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: "100%" } },
      progressDeadlineSeconds: application.readyTimeoutSeconds,
      revisionHistoryLimit: 1, // the other color is the history
      template:
        (frozen ? planned.templates?.[color] : undefined) ??
        podTemplate({ application, image, release, secrets: secretsDigest }, color, place.labels),
    },
  };
}

const unawaited = { "pulumi.com/skipAwait": "true" };

/**
 * Annotations by which the Kubernetes provider waits for a color's Deployment: all its pods are of the wanted template
 * and available, as the Deployment's controller itself counts them, having seen this change; or this attempt was given
 * up (components/environment/pod-watch.ts).
 *
 * The provider's own wait can't be used: it compares the ReplicaSet's `spec.replicas` with its ready pods, and a
 * color that goes from 0 pods to some passes as ready at 0 of 0 while its ReplicaSet still lags behind. Seen with
 * 4.33 on a real cluster, in 1 of 5 failing releases: the traffic moved to a color without a pod (docs/adr/0004).
 *
 * @param replicas undefined where an autoscaler sets a number that isn't known.
 */
export function awaited(replicas: number | undefined, attempt: string): Record<string, string> {
  // A count of 0 is left out of a status. Any expression demands that the controller saw the newest generation.
  if (replicas === 0) return waitFor("{.status.observedGeneration}");
  const ready =
    replicas === undefined
      ? // No pod may be missing (`maxUnavailable: 0`) where it is true.
        '@.observedGeneration&&@.conditions[?@.type=="Available"&&@.status=="True"]'
      : ["replicas", "updatedReplicas", "availableReplicas"]
          .map((count) => `@.${count}==${replicas}`)
          .join("&&");
  // RFC 9535: something below the root matches. No blanks, the provider's parser refuses one before a third term.
  return waitFor(`{$[?${ready}||$.metadata.annotations["${annotations.givenUp}"]=="${attempt}"]}`);
}

const waitFor = (path: string) => ({ "pulumi.com/waitFor": JSON.stringify([`jsonpath=${path}`]) });
