import { z } from "zod";
import { applicationSchema, type Application } from "./application";
import { problemsOf } from "./issue-problems";
import { applyOverrides, inOverrides } from "./overrides";
import { at, type Path } from "./path";
import type { Problem, Rule } from "./rule";

/** The shared Gateway that environments attach their routes to. */
export interface GatewaySettings {
  readonly namespace: string;
  readonly name: string;
  /** Port of its HTTP listener; part of every URL unless it is 80. */
  readonly port: number;
  /** Which controller serves it; read by the platform role only. */
  readonly className: string;
}

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

const error = (rule: Rule) => ({ error: rule });
const name = (fix: string) => {
  const rule = error(`must be a name of a-z, 0-9 and -; ${fix}`);
  return z.string(rule).regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, rule);
};
const portRule = error("must be a whole number from 1 to 65535; set the port of the Gateway's HTTP listener");
const wordRule = (fix: string) => error(`must be text that is not empty; ${fix}`);
const word = (fix: string) => z.string(wordRule(fix)).min(1, wordRule(fix));
const domainRule = error("must be a domain of lower-case labels; write it as example.com");

const common = {
  gateway: z.strictObject(
    {
      namespace: name("set the namespace of the Gateway"),
      name: name("set the name of the Gateway"),
      port: z.int(portRule).min(1, portRule).max(65535, portRule).default(80),
      className: name("set the GatewayClass that a controller serves").default("traefik"),
    },
    error("must hold namespace and name; write it as { namespace: turnout-gateway, name: shared }"),
  ),
  context: word("name a context of your kubeconfig").optional(),
  cluster: word("set the identity that the error message printed").optional(),
};

const environment = z.strictObject({
  ...common,
  platform: z
    .literal("local", error("must be local, the AWS platform is not built yet; remove the line"))
    .default("local"),
  // 62: with the longest namespace in front, and the dot, a host keeps DNS's 253 characters by far.
  domain: z
    .string(domainRule)
    .max(189, domainRule)
    .regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/, domainRule),
  applications: z
    .array(applicationSchema, error("must be a list of applications; write it as [{ name: web, … }]"))
    .min(1, error("must hold at least one application; add one with name, image, port and probes"))
    .superRefine(
      (applications, context) => {
        const names = namesOf(applications);
        names.forEach((name, index) => {
          const first = names.indexOf(name);
          if (first < index && name !== undefined)
            context.addIssue({
              code: "custom",
              path: [index, "name"],
              input: name,
              message:
                `must differ from that of applications[${first}]; rename one of the two` satisfies Rule,
            });
        });
      },
      // Also where another check failed: all problems are told at once.
      { when: () => true },
    ),
});

/** Of applications that may still be wrong in any way. */
const namesOf = (applications: unknown): unknown[] =>
  Array.isArray(applications) ? applications.map((one) => at(one, ["name"])) : [];

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
    environment.safeParse(whole, { reportInput: true }),
    whole,
    (settings) => ({ role, ...settings }),
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
