import { isDeepStrictEqual } from "node:util";
import {
  type Color,
  colors,
  type RecordedApplication,
  type RecordedColor,
  serves,
  shareIn,
  type Weights,
} from "../../release/model";
import type { WantedRelease } from "../../release/release-plan";

/** How many of a color's pods are Ready: all, some, or none. */
export type Health = "well" | "partly" | "down";

/** A Deployment as the cluster has it. Never changed in place, so that a copy of its application is a snapshot. */
export interface Pods {
  readonly release: string;
  readonly replicas: number;
  readonly candidate: boolean;
  /** Whether its annotations make the engine wait for it. */
  readonly awaited: boolean;
  readonly health: Health;
  /** They started before the engine got to them, and it has not changed them since. */
  readonly ahead?: true;
}

/** An application as the cluster has it, after the last change, whoever made it. */
export interface LiveApplication {
  weights?: Weights | undefined;
  rejected?: string | undefined;
  preview?: Color | undefined;
  blue?: Pods | undefined;
  green?: Pods | undefined;
}

/** A Deployment as the engine last recorded it. */
export interface CheckpointedColor extends RecordedColor {
  readonly awaited: boolean;
  /** Its last change was recorded as one that didn't get Ready: the engine makes it again. */
  readonly failed: boolean;
}

/** An application as the engine last recorded it. */
export interface Checkpoint extends LiveApplication {
  blue?: (Pods & CheckpointedColor) | undefined;
  green?: (Pods & CheckpointedColor) | undefined;
}

/** One application: the cluster and the checkpoint, each with its own truth, and what the settings want. */
export interface Subject {
  live: LiveApplication;
  checkpoint: Checkpoint;
  wanted: WantedRelease;
  /** Releases that had all of the traffic at some time, and served it. */
  readonly accepted: Set<string>;
}

/** A release with this mark never becomes Ready. */
export const isBad = (release: string): boolean => release.startsWith("bad");

/** Status of a Deployment in the API server once its controller is done. */
export function statusOf(pods: Pods): Pods & Pick<RecordedColor, "ready" | "down"> {
  const health = isBad(pods.release) ? "down" : pods.health;
  return {
    ...pods,
    ready: pods.replicas > 0 && health === "well",
    down: pods.replicas > 0 && health === "down",
  };
}

/** An application as a look at the cluster shows it. */
export const look = ({ blue, green, ...rest }: LiveApplication): RecordedApplication => ({
  ...rest,
  blue: blue && statusOf(blue),
  green: green && statusOf(green),
});

/** A Deployment's state once it is recorded. */
export const recordedAs = (pods: Pods, failed = false): Pods & CheckpointedColor => ({
  ...statusOf(pods),
  failed,
});

/** `pulumi refresh`, with what was pending imported: the checkpoint says what the cluster is. */
export function refresh(subject: Subject): void {
  const { blue, green, ...rest } = subject.live;
  subject.checkpoint = { ...rest, blue: blue && recordedAs(blue), green: green && recordedAs(green) };
}

/** Whether the cluster is in nothing other than it was last recorded, but for the health of pods. */
export function isAsRecorded({ live, checkpoint }: Subject): boolean {
  const declared = ({ weights, rejected, preview, ...all }: LiveApplication) => [
    ...[weights, rejected, preview],
    ...colors.map((color) => {
      const { release, replicas, candidate, awaited } = all[color] ?? {};
      return [release, replicas, candidate, awaited];
    }),
  ];
  return isDeepStrictEqual(declared(live), declared(checkpoint));
}

/** Per cent of the traffic that is answered. */
export const servedShare = (seen: RecordedApplication): number =>
  colors.reduce((sum, color) => sum + (serves(seen[color]) ? shareIn(seen.weights, color) : 0), 0);
