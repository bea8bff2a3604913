import { z } from "zod";
import { beside, error, whole, type Contradiction, type Unchecked } from "../problems/schema";
import { path, words } from "./field";

/** How a release is tried on the idle color before it gets any traffic: asked at a path, or by a command. */
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
