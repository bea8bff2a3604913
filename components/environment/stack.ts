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
import { planApplications, type Run } from "../../program/planned-application";
import type { RecordedState } from "../../program/recorded-state";
import type { Application } from "../../settings/application";
import type { EnvironmentSettings } from "../../settings/settings";
import { kubernetesProvider } from "../kubernetes-provider";
import type { ApplicationImages } from "./application-images";
import { applicationOutputs, type BlueGreenApplication } from "./blue-green-application";
import { Environment, type EnvironmentArgs } from "./environment";
import { releaseOf } from "./pod-template";
import { ReleaseChecks } from "./release-checks";

/** An environment before anything of it is declared: the arguments of its component. */
export interface EnvironmentPlan extends EnvironmentArgs {
  /** Of all its resources: that of its cluster, and on AWS that of its account. */
  readonly providers: pulumi.ProviderResource[];
  /** Outputs of its stack, by which commands and the next update know it; the program must return them. */
  outputs(applications: readonly BlueGreenApplication[]): Record<string, unknown>;
}

/** One branch: its namespace, its applications and what carries their traffic. */
export async function environment(...known: Parameters<typeof planEnvironment>) {
  const plan = await planEnvironment(...known);
  const { applications } = new Environment("environment", plan, { providers: plan.providers });
  return plan.outputs(applications);
}

/**
 * Decides what each application of this stack's environment does in this update.
 *
 * @throws Error in one sentence where the update can't begin.
 */
export async function planEnvironment(
  settings: EnvironmentSettings,
  recorded: RecordedState,
  run: Run & { readonly root: string },
  branches: BranchMap,
): Promise<EnvironmentPlan> {
  const stack = pulumi.getStack();
  const home = environmentOf(stack, branches);
  if (home === undefined) throw new pulumi.RunError(explainUnknownStack(stack, branches));
  const { namespace } = home;
  const { aws } = settings;
  const onAws =
    aws &&
    (await loadAws().awsEnvironment(settings, aws, home, recorded, { app: branches.app, root: run.root }));
  const access = onAws?.access ?? clusterAccess(settings, recorded.cluster);
  const gateway = onAws?.gateway ?? settings.gateway;
  const provider = kubernetesProvider(access);
  const images = onAws?.images ?? (await imagesHere(settings, recorded, run));

  const witness = run.witness ?? liveWitness(access);
  const { owner, adopted } = await checkLive({ namespace, recorded, witness, run });
  const args = {
    namespace,
    applications: settings.applications,
    imageOf: (application: Application) =>
      onAws?.refs[application.name] ?? imageOf(application, run.root, settings.registry),
    releaseOf,
    entriesOf: entriesOf(namespace, { ...settings, via: onAws?.via }),
    scope: `${pulumi.getProject()}/${stack}`,
    recorded,
    adopted,
    witness,
  };
  const applications = await planApplications(args, run);
  const cloud = onAws?.cloud;
  return {
    ...{ namespace, owner, applications, gateway, images, cloud },
    labels: labelsOf(stack, namespace, branches.app),
    checks: pulumi.runtime.isDryRun()
      ? undefined
      : new ReleaseChecks(witness, namespace, applications, cloud !== undefined, images),
    providers: [provider, ...(onAws ? [onAws.provider] : [])],
    outputs: (made) => ({
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
): Promise<ApplicationImages> {
  const own = applications.filter(({ build }) => build !== undefined);
  const context = usedContext(named);
  if (own.length === 0 || wayTo(context, registry) === undefined) return { declare: () => [] };
  const { localImages } = require("./local-images") as typeof import("./local-images");
  return localImages(own, { context, registry, recorded: recorded.images, root, engineFolder });
}

/** Only where it is needed, as in turnout.ts. */
const loadAws = () => require("./aws-stack") as typeof import("./aws-stack");
