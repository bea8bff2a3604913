import * as pulumi from "@pulumi/pulumi";
import type { Entries, Entry } from "../naming/host";
import { withLiveSizes } from "../release/checkpoint";
import { describePlan } from "../release/describe";
import { fingerprint, releaseName } from "../release/fingerprint";
import { type Color, firstShare, type Intent, type RecordedApplication } from "../release/model";
import { activeColor, planRelease } from "../release/plan";
import type { ReleasePlan } from "../release/release-plan";
import type { Application } from "../settings/application";
import type { Switch } from "../traffic/switch";
import { releaseOf } from "./pod-template";
import type { Witness } from "./witness";

/** What is known of an application before it is planned. */
export interface Facts {
  readonly application: Application;
  readonly recorded: RecordedApplication;
  /** Name of the release that the settings want. */
  readonly release: string;
  /** The color that is active before the update. */
  readonly activeBefore: Color;
}

/** What one run of the program is told beyond the settings; plain `pulumi up` tells it nothing. */
export interface Run {
  /** What a person asks for of an application. */
  readonly intent?: ((facts: Facts) => Intent | undefined) | undefined;
  /**
   * Gets to know all plans before anything is changed, and which applications are recorded that the settings don't have,
   * so that the update removes them; what it throws ends the update there.
   */
  readonly onPlanned?:
    ((applications: readonly PlannedApplication[], removed: readonly string[]) => void) | undefined;
  /** By application, what was seen of a switch that was made before this run, which is to record it. */
  readonly switches?: Readonly<Record<string, Switch>> | undefined;
  /** Instead of the one that looks at the live cluster. */
  readonly witness?: Witness | undefined;
  /** Instead of asking the live cluster, the namespaces of all environments on a platform. */
  readonly environments?: (() => Promise<readonly string[]>) | undefined;
}

/** An application, what exactly is to run of it, and what this update does about it. */
export interface PlannedApplication {
  readonly application: Application;
  /** By digest or content tag. */
  readonly image: string;
  /** Name of the release that the settings want. */
  readonly release: string;
  /** What its secrets hold, as a name that tells nothing of it. */
  readonly secretsDigest: string;
  readonly plan: ReleasePlan;
  /** What the update starts from. */
  readonly recorded: RecordedApplication;
  /** The color that was active when it was planned. */
  readonly activeBefore: Color;
  /** What was seen when its traffic last moved. */
  readonly lastSwitch: Switch | undefined;
  /** The color whose size an autoscaler has in its hands while this update runs; undefined where none has. */
  readonly autoscaled: Color | undefined;
  /** Where it answers. */
  readonly entry: Entry;
  /** Where its newest release answers, promoted or not. */
  readonly preview: Entry;
}

interface PlanArgs extends Pick<PlannedApplication, "application" | "image" | "entry" | "preview"> {
  /** Keeps equal secrets of two environments from having equal fingerprints. */
  readonly scope: string;
  readonly intent?: Run["intent"];
}

export function planApplication(
  { scope, intent, ...args }: PlanArgs,
  recorded: RecordedApplication,
  lastSwitch?: Switch,
): PlannedApplication {
  const { application, image } = args;
  const fingerprints = Object.fromEntries(
    Object.entries(application.secrets).map(([name, value]) => [
      name,
      fingerprint(`${scope}/${application.name}/${name}`, value),
    ]),
  );
  const secretsDigest = releaseName({}, fingerprints);
  const release = releaseOf(application, image, fingerprints);
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

/** What the plans of an environment's applications are made of. */
interface PlansArgs {
  readonly namespace: string;
  readonly applications: readonly Application[];
  readonly imageOf: (application: Application) => string;
  readonly entriesOf: (application: string) => Entries;
  /** Keeps equal secrets of two environments from having equal fingerprints. */
  readonly scope: string;
  readonly recorded: {
    readonly applications: readonly string[];
    application(name: string): RecordedApplication;
    lastSwitch(name: string): Switch | undefined;
  };
  readonly witness: Witness;
}

/** Plans every application of an environment, and says what the update will do. */
export async function planApplications(args: PlansArgs, run: Run): Promise<PlannedApplication[]> {
  const planned = await Promise.all(
    args.applications.map(async (application) => {
      const { name } = application;
      return planApplication(
        {
          application,
          image: args.imageOf(application),
          ...args.entriesOf(name),
          scope: args.scope,
          intent: run.intent,
        },
        await stateOf(application, args),
        run.switches?.[name] ?? args.recorded.lastSwitch(name),
      );
    }),
  );
  const declared = new Set(args.applications.map(({ name }) => name));
  run.onPlanned?.(
    planned,
    args.recorded.applications.filter((name) => !declared.has(name)),
  );
  for (const { application, release, plan } of planned)
    if (plan.kind !== "steady") void pulumi.log.info(describePlan(application.name, release, plan));
  return planned;
}

/** An autoscaler changes sizes without any checkpoint; where the cluster can't be asked, the recorded ones have to do. */
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
