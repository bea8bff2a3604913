import { fingerprint } from "../../release/fingerprint";
import { planRelease, type ReleasePlan } from "../../release/plan";
import type { RecordedApplication } from "../../release/recorded";
import type { Application } from "../../settings/application";
import { releaseOf } from "./pod-template";

/** An application, what exactly is to run of it, and what this update does about it. */
export interface PlannedApplication {
  readonly application: Application;
  /** By digest or content tag. */
  readonly image: string;
  /** Name of the wanted release. */
  readonly release: string;
  readonly plan: ReleasePlan;
  /** What the update starts from. */
  readonly recorded: RecordedApplication;
  /** Where it answers. */
  readonly host: string;
}

export interface PlanArgs {
  readonly application: Application;
  readonly image: string;
  readonly host: string;
  /** Keeps equal secrets of two environments from having equal fingerprints. */
  readonly scope: string;
}

export function planApplication(
  { application, image, host, scope }: PlanArgs,
  recorded: RecordedApplication,
): PlannedApplication {
  const fingerprints = Object.fromEntries(
    Object.entries(application.secrets).map(([name, value]) => [
      name,
      fingerprint(`${scope}/${application.name}/${name}`, value),
    ]),
  );
  const release = releaseOf(application, image, fingerprints);
  const { replicas, standbyReplicas } = application;
  const plan = planRelease(recorded, { release, replicas, standbyReplicas });
  return { application, image, release, plan, recorded, host };
}
