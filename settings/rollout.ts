import * as z from "zod";
import { beside, error, whole, type Contradiction, type Unchecked } from "../problems/schema";
import { path, words } from "./pod";

/** Check of a release on the idle color before it gets any traffic: a request to a path, or a command. */
export type Smoke =
  | { readonly path: string; readonly timeoutSeconds: number }
  | { readonly command: readonly string[]; readonly timeoutSeconds: number };

export const smokeSchema = z
  .strictObject(
    {
      path: path.optional(),
      command: words("[python, smoke.py]")
        .min(1, error("must hold at least one word; write it as [python, smoke.py]"))
        .optional(),
      timeoutSeconds: whole(1, 900, "set how long the check may take").default(60),
    },
    error("must be a check; write it as { path: /readyz } or { command: [python, smoke.py] }"),
  )
  .superRefine(...beside(oneOfBoth))
  .transform((smoke) => smoke as Smoke);

function oneOfBoth(smoke: Unchecked): Contradiction[] {
  const { path, command } = smoke;
  if (path === undefined && command === undefined)
    return [
      {
        path: [],
        value: smoke,
        rule: "must hold path or command; write it as { path: /readyz } or { command: [python, smoke.py] }",
      },
    ];
  if (path !== undefined && command !== undefined)
    return [
      {
        path: [],
        value: smoke,
        rule: "must not hold both path and command, also not together with overrides; remove one of the two",
      },
    ];
  return [];
}

export const canarySchema = z
  .strictObject(
    {
      /** Shares of the traffic, per cent, that a release gets one after the other. */
      steps: z
        .array(
          whole(1, 100, "give the share of the traffic in per cent"),
          error("must be a list of shares in per cent; write it as [10, 50, 100]"),
        )
        .min(2, error("must hold at least 2 shares, the last of them 100; write it as [10, 50, 100]")),
      /** How long `turnout release` watches each share before the next. */
      pauseSeconds: whole(0, 86400, "set how long each share is watched").default(30),
    },
    error("must hold steps; write it as { steps: [10, 50, 100] }"),
  )
  .superRefine(...beside(ascent));

/** How a release gets the traffic share by share. */
export type Canary = z.output<typeof canarySchema>;

function ascent({ steps }: Unchecked): Contradiction[] {
  if (!Array.isArray(steps)) return [];
  const shares: readonly unknown[] = steps;
  if (shares.length < 2 || !shares.every((share) => Number.isInteger(share))) return [];
  const falls = shares.flatMap((share, index): Contradiction[] => {
    const before = shares[index - 1];
    if (before === undefined || Number(share) > Number(before)) return [];
    const rule =
      `must be more than the share before it (${Number(before)}); put the shares in ascending order` as const;
    return [{ path: ["steps", index], value: share, rule }];
  });
  const end = shares.length - 1;
  if (falls.length > 0 || shares[end] === 100) return falls;
  const rule = "must be 100, for the last share is all the traffic; add 100 to the steps";
  return [{ path: ["steps", end], value: shares[end], rule }];
}

/** A share set by hand needs a release that waits; without `canary` or `autoPromote: false` none does. */
export function weightProblems({ weight, canary, autoPromote }: Unchecked): Contradiction[] {
  if (weight === undefined || canary !== undefined || autoPromote === false) return [];
  const rule =
    "must be set together with canary or autoPromote: false, without them no release waits for its traffic; add one of the two or remove the weight";
  return [{ path: ["weight"], value: weight, rule }];
}
