import * as pulumi from "@pulumi/pulumi";
import type { Entries } from "../../naming/host";
import { describePlan } from "../../release/describe";
import { withLiveSizes } from "../../release/checkpoint";
import type { RecordedApplication } from "../../release/model";
import type { Application } from "../../settings/application";
import type { Switch } from "../../traffic/switch";
import { planApplication, type PlannedApplication } from "./planned-application";
import type { Run } from "./run";
import type { Witness } from "./witness";

/** What the plans of an environment's applications are made of. */
export interface PlansArgs {
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
