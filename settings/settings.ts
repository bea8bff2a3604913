import { z } from "zod";
import type { Application } from "./application";
import { common, environmentSchema } from "./environment";
import type { GatewaySettings } from "./gateway";
import { problemsOf } from "./issue-problems";
import { applyOverrides, inOverrides } from "./overrides";
import type { Path } from "./path";
import type { Problem } from "./rule";
import { shutdownOf } from "./shutdown";

export type { GatewaySettings } from "./gateway";

interface Common {
  readonly gateway: GatewaySettings;
  /** The context of the kubeconfig; unset means its current one. */
  readonly context?: string | undefined;
  /** The cluster's identity, where the recorded one is to be overruled (docs/runbooks/wrong-cluster.md). */
  readonly cluster?: string | undefined;
}

/** What one stack was asked to be: every default filled in, every rule checked. */
export type Settings =
  | (Common & { readonly role: "platform" })
  | (Common & {
      readonly role: "environment";
      readonly platform: "local";
      readonly domain: string;
      readonly applications: readonly Application[];
    });

export type Parsed = { readonly settings: Settings } | { readonly problems: readonly Problem[] };

/** What only an environment reads; a platform's stack has the project's defaults of them too. */
const environmentOnly = ["platform", "domain", "applications", "overrides"];
const platform = z.strictObject(common);

/**
 * Reads the values under `turnout:` (objects already parsed) once, as a whole.
 *
 * @returns the settings, or every problem there is; never throws, whatever it is given.
 */
export function parseSettings(raw: Readonly<Record<string, unknown>>): Parsed {
  const { role = "environment", ...values } = { ...raw }; // whatever it is
  if (role === "platform") {
    const shared = Object.fromEntries(
      Object.entries(values).filter(([key]) => !environmentOnly.includes(key)),
    );
    return result(platform.safeParse(shared, { reportInput: true }), shared, (parsed) => ({
      role,
      ...parsed,
    }));
  }
  if (role !== "environment")
    return {
      problems: [
        { path: "turnout:role", value: role, rule: "must be environment or platform; set one of the two" },
      ],
    };
  const { overrides, ...declared } = values;
  const { applications, problems } = applyOverrides(declared.applications, overrides);
  const whole = { ...declared, applications };
  const parsed = result(
    environmentSchema.safeParse(whole, { reportInput: true }),
    whole,
    ({ applications: declared, ...rest }) => ({
      role,
      ...rest,
      applications: declared.map((one) => ({ ...one, shutdown: shutdownOf(one.shutdown, rest.gateway) })),
    }),
    (path) => inOverrides(path, applications, overrides),
  );
  if (problems.length === 0) return parsed;
  return { problems: [...problems, ...("problems" in parsed ? parsed.problems : [])] };
}

type ZodResult<T> = { success: true; data: T } | { success: false; error: z.ZodError };

function result<T>(
  parsed: ZodResult<T>,
  raw: unknown,
  finish: (data: T) => Settings,
  locate: (path: Path) => Path = (path) => path,
): Parsed {
  if (parsed.success) return { settings: finish(parsed.data) };
  const problems = parsed.error.issues.flatMap((issue) => problemsOf(issue, raw, locate));
  // Two checks of one value may say the same.
  const same = (a: Problem, b: Problem) => a.path === b.path && a.rule === b.rule;
  return {
    problems: problems.filter((one, index) => problems.findIndex((other) => same(one, other)) === index),
  };
}
