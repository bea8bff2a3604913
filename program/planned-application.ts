import * as pulumi from "@pulumi/pulumi";
import type { Entries, Entry } from "../naming/host";
import type { Origin } from "../naming/owner";
import { withLiveSizes } from "../release/checkpoint";
import { describePlan, describeUnknown } from "../release/describe";
import { fingerprint, provisional, releaseName } from "../release/fingerprint";
import type { ClusterObject, Drift } from "../release/drift";
import { type Color, firstShare, type Intent, type RecordedApplication } from "../release/model";
import { activeColor, planRelease } from "../release/plan";
import type { ReleasePlan } from "../release/release-plan";
import type { Application } from "../settings/application";
import { movingTagWarning } from "../settings/image";
import type { Switch } from "../traffic/switch";
import { isUnknown, takenOver, withChanged } from "./taken-over";
import type { Witness } from "./witness";

/** Facts known of an application before it is planned. */
export interface Facts {
  readonly application: Application;
  readonly recorded: RecordedApplication;
  /** Name of the release that the settings want. */
  readonly release: string;
  /** The color that is active before the update. */
  readonly activeBefore: Color;
}

/** Options of one run of the program beyond the settings; plain `pulumi up` has none. */
export interface Run {
  /** Folder of Pulumi.yaml; the current one where it is not given. */
  readonly root?: string | undefined;
  /** Folder that the engine works in, where it is not that of Pulumi.yaml: paths of a build are relative to it. */
  readonly engineFolder?: string | undefined;
  /** A person's request for an application, such as a rollback. */
  readonly intent?: ((facts: Facts) => Intent | undefined) | undefined;
  /**
   * Called with all plans before anything is changed, and with the recorded applications that the settings don't have,
   * which the update removes; an error ends the update there.
   */
  readonly onPlanned?:
    ((applications: readonly PlannedApplication[], removed: readonly string[]) => void) | undefined;
  /** Where the program comes from; called only where the namespace doesn't say it yet. */
  readonly origin?: (() => Origin) | undefined;
  /** The namespace is this stack's from now on, whoever it belongs to. */
  readonly adopt?: boolean | undefined;
  /** Called before all else with what is not in the cluster as it was last recorded; the update ends there. */
  readonly onDrift?: ((drifts: readonly Drift[]) => void) | undefined;
  /** Deployments whose pods somebody changed by hand, by name, as an update before this one found. */
  readonly changed?: readonly string[] | undefined;
  /** Proof of a switch that was made before this run, which records it, by application. */
  readonly switches?: Readonly<Record<string, Switch>> | undefined;
  /** The traffic goes back in this run. One that was killed may have moved it already, which this one then records. */
  readonly isRollback?: boolean | undefined;
  /** The pods of a release may start before the engine gets to them (components/environment/head-start.ts). */
  readonly headStart?: boolean | undefined;
  /** Used instead of the live cluster's witness. */
  readonly witness?: Witness | undefined;
  /** Namespaces of all environments on a platform; used instead of the live cluster's. */
  readonly environments?: (() => Promise<readonly string[]>) | undefined;
}

/** An application, its release, and its plan in this update. */
export interface PlannedApplication {
  readonly application: Application;
  /** Reference of the image, by digest or content tag. */
  readonly image: string;
  /** Name of the release that the settings want. */
  readonly release: string;
  /** Names of its variables and secrets whose values only an update knows: `release` is then a provisional name. */
  readonly unknown?: readonly string[] | undefined;
  /** Digest of its secrets' values, which reveals nothing of them. */
  readonly secretsDigest: string;
  readonly plan: ReleasePlan;
  /** State that the update starts from. */
  readonly recorded: RecordedApplication;
  /** The color that was active when it was planned. */
  readonly activeBefore: Color;
  /** Proof of the last move of its traffic. */
  readonly lastSwitch: Switch | undefined;
  /** The color whose size an autoscaler controls while this update runs; undefined where there is none. */
  readonly autoscaled: Color | undefined;
  /** Pod templates that are taken over as they are: a checkpoint that doesn't have them can't keep them. */
  readonly templates?: Readonly<Partial<Record<Color, object>>> | undefined;
  /** Its address for users. */
  readonly entry: Entry;
  /** The address of its newest release, promoted or not. */
  readonly preview: Entry;
}

/** Name of the release of an application with this image and these secrets, by their fingerprints. */
type ReleaseOf = (
  application: Application,
  image: string,
  fingerprints: Readonly<Record<string, string>>,
) => string;

interface PlanArgs extends Pick<
  PlannedApplication,
  "application" | "image" | "unknown" | "entry" | "preview"
> {
  readonly releaseOf: ReleaseOf;
  /** Keeps equal secrets of two environments from having equal fingerprints. */
  readonly scope: string;
  readonly intent?: Run["intent"];
}

export function planApplication(
  { scope, intent, releaseOf, ...args }: PlanArgs,
  recorded: RecordedApplication,
  lastSwitch?: Switch,
): PlannedApplication {
  const { application, image, unknown = [] } = args;
  const fingerprints = Object.fromEntries(
    Object.entries(application.secrets).map(([name, value]) => [
      name,
      fingerprint(`${scope}/${application.name}/${name}`, value),
    ]),
  );
  const secretsDigest = releaseName({}, fingerprints);
  const named = releaseOf(application, image, fingerprints);
  const release = unknown.length > 0 ? provisional(named) : named;
  const { replicas, standbyReplicas, weight, autoscaling } = application;
  const activeBefore = activeColor(recorded, { release });
  const wanted = {
    release,
    replicas,
    standbyReplicas,
    firstShare: firstShare(application),
    share: weight,
    autoscaled: autoscaling !== undefined,
  };
  return {
    ...args,
    release,
    secretsDigest,
    plan: planRelease(
      recorded,
      wanted,
      intent?.({ application, recorded, release, activeBefore }),
      activeBefore,
    ),
    recorded,
    activeBefore,
    lastSwitch,
    autoscaled: autoscaling !== undefined && recorded[activeBefore] !== undefined ? activeBefore : undefined,
  };
}

/** Arguments of the plans of an environment's applications. */
export interface PlansArgs {
  readonly namespace: string;
  readonly applications: readonly Application[];
  /** Names of an application's variables and secrets whose values only an update knows. */
  readonly unknown?: Readonly<Record<string, readonly string[]>> | undefined;
  readonly imageOf: (application: Application) => string;
  readonly releaseOf: ReleaseOf;
  readonly entriesOf: (application: string) => Entries;
  /** Keeps equal secrets of two environments from having equal fingerprints. */
  readonly scope: string;
  readonly recorded: {
    readonly applications: readonly string[];
    application(name: string): RecordedApplication;
    lastSwitch(name: string): Switch | undefined;
  };
  /** Objects that the stack takes over. */
  readonly adopted?: readonly ClusterObject[] | undefined;
  readonly witness: Witness;
}

/** Plans every application of an environment, and logs the plans, and images whose tags are known to move. */
export async function planApplications(args: PlansArgs, run: Run): Promise<PlannedApplication[]> {
  const planned = await Promise.all(
    args.applications.map(async (application) => {
      const { name } = application;
      const known = await stateOf(application, args);
      const taken = isUnknown(known) ? takenOver(name, args.adopted) : undefined;
      const planned = planApplication(
        {
          application,
          image: args.imageOf(application),
          unknown: args.unknown?.[name],
          ...args.entriesOf(name),
          releaseOf: args.releaseOf,
          scope: args.scope,
          intent: run.intent,
        },
        withChanged(taken?.state ?? known, name, run.changed),
        run.switches?.[name] ?? args.recorded.lastSwitch(name),
      );
      return { ...planned, templates: taken?.templates };
    }),
  );
  const declared = new Set(args.applications.map(({ name }) => name));
  run.onPlanned?.(
    planned,
    args.recorded.applications.filter((name) => !declared.has(name)),
  );
  for (const { application, image } of planned) {
    const warning = movingTagWarning(application.name, image, []);
    if (warning !== undefined) void pulumi.log.warn(warning);
  }
  for (const { application, release, plan, unknown = [] } of planned) {
    if (plan.kind !== "steady") void pulumi.log.info(describePlan(application.name, release, plan));
    if (unknown.length > 0) void pulumi.log.info(describeUnknown(application.name, unknown));
  }
  return planned;
}

/** An autoscaler changes sizes without any checkpoint; where the cluster can't be reached, the recorded sizes count. */
async function stateOf(
  { name, autoscaling }: Application,
  { namespace, recorded, witness }: PlansArgs,
): Promise<RecordedApplication> {
  const known = recorded.application(name);
  if (autoscaling === undefined) return known;
  return witness.look(namespace, name).then(
    (live) => withLiveSizes(known, live),
    () => known,
  );
}
