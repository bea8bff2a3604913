import type { Color } from "./color";

/** What the last checkpoint says of one color's Deployment. */
export interface RecordedColor {
  /** The release in its pod template. */
  readonly release: string;
  /** Pods asked for. */
  readonly replicas: number;
  /** All of them were Ready with that release when the engine last saw them; never true of a color of 0 pods. */
  readonly ready: boolean;
  /** What one of its pods asks for, in Kubernetes' quantities; missing where it says nothing. */
  readonly resources?: { readonly cpu?: string; readonly memory?: string } | undefined;
}

/** Shares of the traffic, in the route's own units. */
export type Weights = Readonly<Record<Color, number>>;

/** What the last checkpoint says of one application; a part that is missing was never created, or is gone. */
export interface RecordedApplication {
  readonly weights?: Weights | undefined;
  readonly blue?: RecordedColor | undefined;
  readonly green?: RecordedColor | undefined;
}
