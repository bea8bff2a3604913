import * as pulumi from "@pulumi/pulumi";
import { isSameQuantity } from "../../estimate/quantity";
import type { PlannedApplication } from "../../program/planned-application";
import type { Witness } from "../../program/witness";
import type { ClusterObject } from "../../release/drift";
import { headStartOf, type Known, type Quota } from "../../release/head-start";
import { annotations, type Color } from "../../release/model";
import type { ApplicationImages } from "./application-images";
import { labelsOf } from "./blue-green-application";
import { deploymentOf, type WorkloadPlace } from "./deployment";
import { secretName } from "./pod-template";

interface HeadStartArgs extends Known {
  readonly namespace: string;
  /** Standard labels of the environment's objects. */
  readonly labels: Readonly<Record<string, string>>;
  readonly applications: readonly PlannedApplication[];
  readonly images: Pick<ApplicationImages, "brings">;
  readonly witness: Pick<Witness, "apply">;
}

/**
 * Lets the pods of a release start while the engine is still busy with what comes before them: applies their Deployment
 * as the engine will, which then finds them starting or Ready. The engine holds the stack's lock by now, and the cluster
 * was looked at just before. Best effort: where it may not be, or fails, the engine does all of it.
 *
 * An engine that dies before it has recorded the Deployment leaves it marked as a release that was never promoted; the
 * engine's own change takes the mark away, once the preview route leads there.
 */
export async function startPods({ applications, ...args }: HeadStartArgs): Promise<void> {
  await Promise.all(applications.map((planned) => startOne(planned, args)));
}

async function startOne(
  planned: PlannedApplication,
  { namespace, labels, images, witness, ...known }: Omit<HeadStartArgs, "applications">,
): Promise<void> {
  const { application, plan, recorded, secretsDigest, unknown = [] } = planned;
  const { name, secrets } = application;
  if (unknown.length > 0 || planned.templates !== undefined || images.brings(name)) return;
  const readsSecret = Object.keys(secrets).length > 0;
  const secret = readsSecret ? secretName(application, plan.preview, secretsDigest) : undefined;
  const start = headStartOf({ namespace, application: name, plan, recorded, secret }, known);
  if (start === undefined) return;
  const { color, fieldManager, resourceVersion } = start;
  const deployment = ahead(planned, color, { namespace, labels: labelsOf(name, labels) }, resourceVersion);
  try {
    await witness.apply(deployment, fieldManager);
    void pulumi.log.info(`${name}: the pods of release ${plan.colors[color].release} are starting.`);
  } catch (error) {
    void pulumi.log.debug(`${name}: its pods wait for the engine (${String(error)}).`);
  }
}

/** A Deployment as the engine will apply it, with the mark of a release that was never promoted. */
function ahead(
  planned: PlannedApplication,
  color: Color,
  place: WorkloadPlace,
  resourceVersion: string,
): ClusterObject {
  const { metadata, spec } = deploymentOf(planned, color, place);
  const mark = { [annotations.candidate]: planned.plan.colors[color].release };
  const object = {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { ...metadata, resourceVersion, annotations: { ...metadata.annotations, ...mark } },
    spec,
  };
  return object;
}

/** By worth: the API server writes 3000m as 3, and a checkpoint may have either. */
export const isSameQuota =
  (one: Quota) =>
  (other: Quota): boolean =>
    Object.keys({ ...one, ...other }).every((name) => isSameQuantity(one[name], other[name]));
