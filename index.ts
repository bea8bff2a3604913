import * as pulumi from "@pulumi/pulumi";
import { join } from "node:path";
import { branches } from "./branches";
import { Environment } from "./components/environment/environment";
import { applicationOutputs } from "./components/environment/outputs";
import { planApplications } from "./components/environment/planned-applications";
import type { Run } from "./components/environment/run";
import { kubernetesProvider } from "./components/kubernetes-provider";
import { Platform } from "./components/platform/platform";
import { liveWitness } from "./live/witness";
import { entriesOf } from "./naming/entry";
import { environmentOf, explainUnknownStack } from "./naming/environment";
import { labelsOf } from "./naming/names";
import type { Application } from "./settings/application";
import { clusterAccess } from "./settings/cluster-access";
import { imageOf } from "./settings/content-tag";
import { readSettings } from "./settings/read-settings";
import { readRecorded } from "./settings/recorded-state";

/** One stack: its settings become components, its components become outputs. */
export = async (run: Run = {}) => {
  const stack = pulumi.getStack();
  const settings = readSettings();
  const { gateway } = settings;
  const recorded = await readRecorded();
  const access = clusterAccess(settings, recorded.cluster);
  const provider = kubernetesProvider(access);

  if (settings.role === "platform") {
    new Platform("platform", { gateway }, { provider });
    return { cluster: access.identity, gateway };
  }

  const home = environmentOf(stack, branches);
  if (home === undefined) throw new pulumi.RunError(explainUnknownStack(stack, branches));
  const { namespace } = home;
  const witness = run.witness ?? liveWitness(access.context);
  const args = {
    namespace,
    applications: settings.applications,
    imageOf: (application: Application) => imageOf(application, join(__dirname, application.build ?? "")),
    entriesOf: entriesOf(namespace, settings),
    scope: `${pulumi.getProject()}/${stack}`,
    recorded,
    witness,
  };
  const applications = await planApplications(args, run);
  const labels = labelsOf(stack, namespace, branches.app);
  const checking = pulumi.runtime.isDryRun() ? undefined : witness;
  const environment = new Environment(
    "environment",
    { namespace, applications, gateway, labels, witness: checking },
    { provider },
  );
  return { cluster: access.identity, namespace, applications: applicationOutputs(environment.applications) };
};
