import type { Color } from "./color";
import type { Weights } from "./recorded";

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
