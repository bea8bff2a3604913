import type { Color } from "./color";

/** What the last checkpoint says of one color's Deployment. */
export interface RecordedColor {
  /** The release in its pod template. */
  readonly release: string;
  /** Pods asked for. */
  readonly replicas: number;
  /** All of them were Ready with that release when the engine last saw them; never true of a color of 0 pods. */
  readonly ready: boolean;
  /** It has pods, and none of them was Ready. */
  readonly down?: boolean | undefined;
  /** It was given this release to be tried before it is promoted: by a canary's steps, or by a person. */
  readonly candidate?: boolean | undefined;
  /** What one of its pods asks for, in Kubernetes' quantities; missing where it says nothing. */
  readonly resources?: { readonly cpu?: string; readonly memory?: string } | undefined;
}

/** Whether a color has a pod that answers, as far as is known. */
export const serves = (color: RecordedColor | undefined): boolean =>
  color !== undefined && color.replicas > 0 && color.down !== true;

/** Shares of the traffic, in the route's own units. */
export type Weights = Readonly<Record<Color, number>>;

/** What the last checkpoint says of one application; a part that is missing was never created, or is gone. */
export interface RecordedApplication {
  readonly weights?: Weights | undefined;
  /** The release that was rolled back or aborted: it isn't released again until it is asked for by name or changed. */
  readonly rejected?: string | undefined;
  /** The color at the preview hostname: while it has no traffic, its release came to no end or was taken back. */
  readonly preview?: Color | undefined;
  readonly blue?: RecordedColor | undefined;
  readonly green?: RecordedColor | undefined;
}
