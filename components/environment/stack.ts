import * as pulumi from "@pulumi/pulumi";
import type { BranchMap } from "../../naming/branch-map";
import { liveWitness } from "../../live/witness";
import { environmentOf, explainUnknownStack } from "../../naming/environment";
import { entriesOf } from "../../naming/host";
import { labelsOf } from "../../naming/names";
import { clusterAccess, usedContext } from "../../program/access";
import { imageOf } from "../../program/content-tag";
import { wayTo } from "../../program/image-plan";
import { checkLive } from "../../program/live-check";
import { planApplications, type PlansArgs, type Run } from "../../program/planned-application";
import type { RecordedState } from "../../program/recorded-state";
import type { Application } from "../../settings/application";
import { withGiven } from "../../settings/given-values";
import type { EnvironmentSettings } from "../../settings/settings";
import { kubernetesProvider } from "../kubernetes-provider";
import type { LocalImages } from "./local-images";
import { applicationOutputs, type BlueGreenApplication } from "./blue-green-application";
import { Environment, type EnvironmentArgs, hardLimits, type ReleaseArgs } from "./environment";
import { isSameQuota, startPods } from "./head-start";
import { type EnvironmentFunction, OwnResources } from "./own-resources";
import { releaseOf } from "./pod-template";
import { ReleaseChecks } from "./release-checks";

/** An environment before anything of it is declared: the arguments of its component, and of its release. */
export interface EnvironmentPlan extends EnvironmentArgs, ReleaseArgs {
  /** Of all its resources: that of its cluster, and on AWS that of its account. */
  readonly providers: pulumi.ProviderResource[];
  /** Outputs of its stack, by which commands and the next update know it; the program must return them. */
  outputs(applications: readonly BlueGreenApplication[]): Record<string, unknown>;
}

/** One branch: its namespace, the project's own resources, its applications and what carries their traffic. */
export async function environment(
  settings: EnvironmentSettings,
  recorded: RecordedState,
  run: Run & { readonly root: string },
  branches: BranchMap,
  declareOwn?: EnvironmentFunction,
) {
  const { args, context, providers, plan, outputs, start } = await found(settings, recorded, run, branches);
  const make = () => new Environment("environment", args, { providers });
  // A plan that is refused changes nothing: only what it needs to know is declared before it.
  if (declareOwn === undefined) {
    const release = await plan({ applications: settings.applications });
    await start(release);
    return outputs(make().release(release));
  }
  const made = make();
  const { namespace, labels } = args;
  const own = new OwnResources(
    "environment",
    { namespace, labels, after: made.beforePods },
    { parent: made },
  );
  const given = withGiven(settings.applications, await own.declare(declareOwn, context));
  return outputs(made.release({ ...(await plan(given)), room: given.room, after: [own] }));
}

/**
 * Decides what each application of this stack's environment does in this update.
 *
 * @throws Error in one sentence where the update can't begin.
 */
export async function planEnvironment(
  settings: EnvironmentSettings,
  ...more: [RecordedState, Run & { readonly root: string }, BranchMap]
): Promise<EnvironmentPlan> {
  const { args, providers, plan, outputs } = await found(settings, ...more);
  return { ...args, ...(await plan({ applications: settings.applications })), providers, outputs };
}

/** All that is known of an environment before its applications are planned, and the way to plan them. */
async function found(
  settings: EnvironmentSettings,
  recorded: RecordedState,
  run: Run & { readonly root: string },
  branches: BranchMap,
) {
  const stack = pulumi.getStack();
  const home = environmentOf(stack, branches);
  if (home === undefined) throw new pulumi.RunError(explainUnknownStack(stack, branches));
  const { namespace, slug, life } = home;
  const { aws } = settings;
  const onAws =
    aws &&
    (await loadAws().awsEnvironment(settings, aws, home, recorded, { app: branches.app, root: run.root }));
  const access = onAws?.access ?? clusterAccess(settings, recorded.cluster);
  const gateway = onAws?.gateway ?? settings.gateway;
  const provider = kubernetesProvider(access);
  const { refs, images } = onAws ?? (await imagesHere(settings, recorded, run));

  const witness = run.witness ?? liveWitness(access);
  const { owner, adopted, asRecorded } = await checkLive({ namespace, recorded, witness, run });
  const known = {
    namespace,
    imageOf: (application: Application) =>
      refs[application.name] ?? imageOf(application, run.root, settings.registry),
    releaseOf,
    entriesOf: entriesOf(namespace, { ...settings, via: onAws?.via }),
    scope: `${pulumi.getProject()}/${stack}`,
    recorded,
    adopted,
    witness,
  };
  const cloud = onAws?.cloud;
  const labels = labelsOf(stack, namespace, branches.app);
  return {
    args: { namespace, owner, gateway, labels, cloud },
    context: {
      ...{ stack, namespace, slug, life, labels, isLocal: aws === undefined },
      ...{ kubernetes: provider, aws: onAws?.provider },
    },
    providers: [provider, ...(onAws ? [onAws.provider] : [])],
    plan: async (wanted: Pick<PlansArgs, "applications" | "unknown">): Promise<ReleaseArgs> => {
      const applications = await planApplications({ ...known, ...wanted }, run);
      const isPreview = pulumi.runtime.isDryRun();
      const checks = isPreview
        ? undefined
        : new ReleaseChecks(witness, namespace, applications, cloud !== undefined, images);
      return { applications, checks, images };
    },
    /** Starts pods before the engine gets to them, where all that comes before them is there. */
    start: async ({ applications }: ReleaseArgs): Promise<void> => {
      // A load balancer's readiness gate is put into pods at their creation, and only once the preview route leads there.
      const mayStart = run.headStart && settings.headStart && asRecorded !== undefined && cloud === undefined;
      if (!mayStart || pulumi.runtime.isDryRun()) return;
      const quota = hardLimits(applications);
      const state = { objects: recorded.objects, seen: asRecorded, isQuota: isSameQuota(quota) };
      await startPods({ namespace, labels, applications, images, witness, ...state });
    },
    outputs: (made: readonly BlueGreenApplication[]) => ({
      cluster: access.identity,
      ...(owner.state !== undefined && { state: owner.state }),
      namespace,
      applications: applicationOutputs(made),
    }),
  };
}

/** The images of an environment that is not on AWS. */
async function imagesHere(
  { applications, context: named, registry }: EnvironmentSettings,
  recorded: RecordedState,
  { root, engineFolder = root }: Run & { readonly root: string },
): Promise<LocalImages> {
  const own = applications.filter(({ build }) => build !== undefined);
  const context = usedContext(named);
  if (own.length === 0 || wayTo(context, registry) === undefined)
    return { refs: {}, images: { declare: () => [], brings: () => false } };
  const { localImages } = require("./local-images") as typeof import("./local-images");
  return localImages(own, { context, registry, recorded: recorded.images, root, engineFolder });
}

/** Only where it is needed, as in turnout.ts. */
const loadAws = () => require("./aws-stack") as typeof import("./aws-stack");
