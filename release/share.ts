/** How the settings want a release to get its traffic. */
export interface Strategy {
  /** False: it waits to be promoted. */
  readonly autoPromote: boolean;
  readonly canary?: { readonly steps: readonly number[] } | undefined;
}

/** Per cent of the traffic that a release begins with. */
export function firstShare({ autoPromote, canary }: Strategy): number {
  return autoPromote ? (canary?.steps[0] ?? 100) : 0;
}

/** What comes after a share: a canary's next step, else all. */
export function nextShare({ canary }: Strategy, now: number): number {
  return canary?.steps.find((step) => step > now) ?? 100;
}
