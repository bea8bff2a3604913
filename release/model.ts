/** The two tracks that a release switches between. They have nothing to do with namespaces that happen to be named so. */
export type Color = "blue" | "green";

export const colors = ["blue", "green"] as const satisfies readonly Color[];

export const other = (color: Color): Color => (color === "blue" ? "green" : "blue");

/** Labels that a checkpoint is read by: changing one makes every environment look new. */
export const labels = {
  application: "turnout.dev/application",
  color: "turnout.dev/color",
  release: "turnout.dev/release",
} as const;

/** Facts about a release that must survive from one update to the next, stored on its objects. */
export const annotations = {
  /** On a Deployment: the release that it was given to be tried before it is promoted. */
  candidate: "turnout.dev/candidate",
  /** On a Deployment: the attempt to bring its pods up that was given up. */
  givenUp: "turnout.dev/given-up",
  /** On the route: the release that was rolled back or aborted. */
  rejected: "turnout.dev/rejected",
} as const;

/** Name of the route at the preview hostname; no application's own name holds `--`. */
export const previewName = (application: string): string => `${application}--preview`;

/** Name of one color's Service, and of all else that belongs to one color. */
export const serviceName = (application: string, color: Color): string => `${application}-${color}`;

/** Shares of the traffic, in the route's own units. */
export type Weights = Readonly<Record<Color, number>>;

/** Weights are per cent: an ALB takes 0 to 999, and a canary's steps read as what they are. */
export const shared = (color: Color, share: number): Weights => ({
  blue: 100 - share,
  green: 100 - share,
  [color]: share,
});

export const allTo = (color: Color): Weights => shared(color, 100);

/** Per cent of the traffic that a color has, in whatever units a route was given by hand; 100 is all, and 0 is none. */
export function shareIn(weights: Weights | undefined, color: Color): number {
  const own = weights?.[color] ?? 0;
  const all = weights === undefined ? 0 : weights.blue + weights.green;
  if (own === 0 || own === all) return own === 0 ? 0 : 100;
  return Math.min(99, Math.max(1, Math.round((100 * own) / all)));
}

/** One color's Deployment in the last checkpoint. */
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
  /** The attempt to bring its pods up that was given up last. */
  readonly givenUp?: string | undefined;
  /** Somebody changed its pod template by hand: its pods are not those of the release that it names. */
  readonly changed?: boolean | undefined;
  /** Resource requests of one of its pods, in Kubernetes' quantities; missing where it has none. */
  readonly resources?: { readonly cpu?: string; readonly memory?: string } | undefined;
}

/** Whether a color has a pod that answers, as far as is known. */
export const serves = (color: RecordedColor | undefined): boolean =>
  color !== undefined && color.replicas > 0 && color.down !== true;

/** One application in the last checkpoint; a part that is missing was never created, or is gone. */
export interface RecordedApplication {
  readonly weights?: Weights | undefined;
  /** The release that was rolled back or aborted: it isn't released again until it is asked for by name or changed. */
  readonly rejected?: string | undefined;
  /** The color at the preview hostname: while it has no traffic, its release didn't finish or was rolled back. */
  readonly preview?: Color | undefined;
  readonly blue?: RecordedColor | undefined;
  readonly green?: RecordedColor | undefined;
}

/**
 * A request of a person beyond the settings; each is a verb of the command line, and ends with its update.
 *
 * - `release`: the settings' release, also where it was rejected before.
 * - `keep`: nothing changes, not even its size: the request is about another application.
 * - `settle`: what is active stays so, whatever the settings want.
 * - `shift`: the release that is being tried gets this share of the traffic, in per cent; 100 promotes it.
 * - `abort`: the release that is being tried is rejected.
 * - `rollback`: the active release is rejected; what the idle color has takes its place.
 */
export type Intent =
  | { readonly verb: "release" | "keep" | "settle" | "abort" | "rollback" }
  | { readonly verb: "shift"; readonly share: number };

/** How the settings want a release to get its traffic. */
interface Strategy {
  /** False: it waits to be promoted. */
  readonly autoPromote: boolean;
  readonly canary?: { readonly steps: readonly number[] } | undefined;
}

/** Per cent of the traffic that a release begins with. */
export function firstShare({ autoPromote, canary }: Strategy): number {
  return autoPromote ? (canary?.steps[0] ?? 100) : 0;
}

/** The share after this one: a canary's next step, else all. */
export function nextShare({ canary }: Strategy, now: number): number {
  return canary?.steps.find((step) => step > now) ?? 100;
}
