import type { Application } from "./application";
import type { AwsSettings } from "./aws";
import { checked, lostKeys, plain, type Checked } from "./checked";
import type * as z from "zod";
import { environmentSchema, platformSchema, stateSchema } from "./roles";
import type { GatewaySettings } from "./gateway";
import { applyOverrides, inOverrides } from "./overrides";
import { shutdownOf } from "./shutdown";

export type { GatewaySettings } from "./gateway";

interface Common {
  /** `local`, or the stack that made the cluster. */
  readonly platform: string;
  /** The account that the platform is in; none where it is `local`. */
  readonly aws?: AwsSettings | undefined;
  readonly domain: string;
  readonly gateway: GatewaySettings;
  /** The context of the kubeconfig; unset means its current one. */
  readonly context?: string | undefined;
  /** The cluster's identity, where the recorded one is to be overridden (docs/runbooks/wrong-cluster.md). */
  readonly cluster?: string | undefined;
  /** USD that the stack may cost in a month. */
  readonly monthlyCap?: number | undefined;
}

export type PlatformSettings = Common & {
  readonly role: "platform";
  /** Applications whose images are built here. */
  readonly built: readonly string[];
  /** Nothing deletes what holds data or traffic. */
  readonly protect: boolean;
};

export type EnvironmentSettings = Common & {
  readonly role: "environment";
  readonly applications: readonly Application[];
  /** Registry and path that images of applications with `build` are pushed to; on AWS the account's own has them. */
  readonly registry?: string | undefined;
  /** Whether a release's pods may start before the engine gets to them (docs/release.md#head-start). */
  readonly headStart: boolean;
};

/** The settings of an environment as they may be written under `turnout:`, before defaults are filled in. */
export type EnvironmentInput = z.input<typeof environmentSchema>;

/** The same of a platform on a cluster that is there. */
export type PlatformInput = Pick<
  z.input<typeof platformSchema>,
  "gateway" | "context" | "cluster" | "domain" | "protect"
>;

export type StateSettings = { readonly role: "state"; readonly aws: AwsSettings };

/** The settings of one stack: every default filled in, every rule checked. */
export type Settings = PlatformSettings | EnvironmentSettings | StateSettings;

export type Parsed = Checked<Settings>;

/** Settings that the project's defaults give to every stack, and only some roles read. */
const ofOtherRoles = {
  platform: ["overrides", "registry", "headStart"],
  state: ["overrides", "registry", "headStart", "applications", "platform", "domain", "gateway"],
} as const;

/**
 * Reads the values under `turnout:` (objects already parsed) once, as a whole.
 *
 * @returns the settings, or every problem there is; never throws, whatever it is given.
 */
export function parseSettings(raw: Readonly<Record<string, unknown>>): Parsed {
  const lost = lostKeys(raw);
  if (lost.length > 0) return { problems: lost };
  const { role = "environment", ...values } = { ...(plain(raw) as Readonly<Record<string, unknown>>) }; // whatever it is
  switch (role) {
    case "environment":
      return parseEnvironment(values);
    case "platform": {
      const own = without(values, ofOtherRoles.platform);
      return checked(
        platformSchema.safeParse(own, { reportInput: true }),
        own,
        ({ applications, ...rest }) => ({
          role,
          ...onItsPlatform(rest),
          built: applications.filter(({ build }) => build !== undefined).map(({ name }) => name),
        }),
      );
    }
    case "state": {
      const own = without(values, ofOtherRoles.state);
      return checked(stateSchema.safeParse(own, { reportInput: true }), own, ({ aws }) => ({ role, aws }));
    }
    default: {
      const rule = "must be environment, platform or state; set one of the three";
      return { problems: [{ path: "turnout:role", value: role, rule }] };
    }
  }
}

function parseEnvironment({ overrides, ...declared }: Readonly<Record<string, unknown>>): Parsed {
  const { applications, problems } = applyOverrides(declared.applications, overrides);
  const whole = { ...declared, applications };
  const parsed: Parsed = checked(
    environmentSchema.safeParse(whole, { reportInput: true }),
    whole,
    ({ applications: declared, ...rest }) => ({
      role: "environment",
      ...onItsPlatform(rest),
      applications: declared.map((one) => ({ ...one, shutdown: shutdownOf(one.shutdown, rest.gateway) })),
    }),
    (path) => inOverrides(path, applications, overrides),
  );
  if (problems.length === 0) return parsed;
  return { problems: [...problems, ...("problems" in parsed ? parsed.problems : [])] };
}

/** The settings that follow from the platform: a local one has no account; on AWS the domain decides the listener. */
function onItsPlatform<T extends Common>({ aws, ...settings }: T): Omit<T, "aws"> & Pick<Common, "aws"> {
  const { platform, gateway } = settings;
  if (platform === "local" || aws === undefined) return settings;
  const port = aws.hostedZone === undefined ? 80 : 443;
  return { ...settings, aws, gateway: { ...gateway, className: "alb", port } };
}

const without = (values: Readonly<Record<string, unknown>>, keys: readonly string[]) =>
  Object.fromEntries(Object.entries(values).filter(([key]) => !keys.includes(key)));
