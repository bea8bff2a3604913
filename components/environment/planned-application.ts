import { fingerprint, releaseName } from "../../release/fingerprint";
import { activeColor, planRelease } from "../../release/plan";
import type { ReleasePlan } from "../../release/release-plan";
import { type Color, firstShare, type RecordedApplication } from "../../release/model";
import type { Entry } from "../../naming/host";
import type { Application } from "../../settings/application";
import type { Switch } from "../../traffic/switch";
import { releaseOf } from "./pod-template";
import type { Run } from "./run";

/** An application, what exactly is to run of it, and what this update does about it. */
export interface PlannedApplication {
  readonly application: Application;
  /** By digest or content tag. */
  readonly image: string;
  /** Name of the release that the settings want. */
  readonly release: string;
  /** What its secrets hold, as a name that tells nothing of it. */
  readonly secretsDigest: string;
  readonly plan: ReleasePlan;
  /** What the update starts from. */
  readonly recorded: RecordedApplication;
  /** The color that was active when it was planned. */
  readonly activeBefore: Color;
  /** What was seen when its traffic last moved. */
  readonly lastSwitch: Switch | undefined;
  /** The color whose size an autoscaler has in its hands while this update runs; undefined where none has. */
  readonly autoscaled: Color | undefined;
  /** Where it answers. */
  readonly entry: Entry;
  /** Where its newest release answers, promoted or not. */
  readonly preview: Entry;
}

export interface PlanArgs extends Pick<PlannedApplication, "application" | "image" | "entry" | "preview"> {
  /** Keeps equal secrets of two environments from having equal fingerprints. */
  readonly scope: string;
  readonly intent?: Run["intent"];
}

export function planApplication(
  { scope, intent, ...args }: PlanArgs,
  recorded: RecordedApplication,
  lastSwitch?: Switch,
): PlannedApplication {
  const { application, image } = args;
  const fingerprints = Object.fromEntries(
    Object.entries(application.secrets).map(([name, value]) => [
      name,
      fingerprint(`${scope}/${application.name}/${name}`, value),
    ]),
  );
  const secretsDigest = releaseName({}, fingerprints);
  const release = releaseOf(application, image, fingerprints);
  const { replicas, standbyReplicas, weight, autoscaling } = application;
  const activeBefore = activeColor(recorded, { release });
  const wanted = {
    release,
    replicas,
    standbyReplicas,
    firstShare: firstShare(application),
    share: weight,
    autoscaled: autoscaling !== undefined,
  };
  return {
    ...args,
    release,
    secretsDigest,
    plan: planRelease(
      recorded,
      wanted,
      intent?.({ application, recorded, release, activeBefore }),
      activeBefore,
    ),
    recorded,
    activeBefore,
    lastSwitch,
    autoscaled: autoscaling !== undefined && recorded[activeBefore] !== undefined ? activeBefore : undefined,
  };
}
