import * as pulumi from "@pulumi/pulumi";
import { join } from "node:path";
import { branches } from "../branches";
import { Environment } from "../components/environment/environment";
import { applicationOutputs } from "../components/environment/outputs";
import { planApplications } from "../components/environment/planned-applications";
import type { Run } from "../components/environment/run";
import { kubernetesProvider } from "../components/kubernetes-provider";
import { liveWitness } from "../live/witness";
import { entriesOf } from "../naming/host";
import { environmentOf, explainUnknownStack } from "../naming/environment";
import { labelsOf } from "../naming/names";
import type { Application } from "../settings/application";
import { clusterAccess } from "../settings/cluster-access";
import { imageOf } from "../settings/content-tag";
import type { RecordedState } from "../settings/recorded-state";
import type { EnvironmentSettings } from "../settings/settings";

/** One branch: its namespace, its applications and what carries their traffic. */
export async function environment(settings: EnvironmentSettings, recorded: RecordedState, run: Run) {
  const stack = pulumi.getStack();
  const home = environmentOf(stack, branches);
  if (home === undefined) throw new pulumi.RunError(explainUnknownStack(stack, branches));
  const { namespace } = home;
  const { aws } = settings;
  const onAws = aws && (await loadAws().awsEnvironment(settings, aws, home, recorded));
  const access = onAws?.access ?? clusterAccess(settings, recorded.cluster);
  const gateway = onAws?.gateway ?? settings.gateway;
  const provider = kubernetesProvider(access);

  const witness = run.witness ?? liveWitness(access);
  const args = {
    namespace,
    applications: settings.applications,
    imageOf: (application: Application) =>
      onAws?.images[application.name] ?? imageOf(application, join(__dirname, "..", application.build ?? "")),
    entriesOf: entriesOf(namespace, { ...settings, via: onAws?.via }),
    scope: `${pulumi.getProject()}/${stack}`,
    recorded,
    witness,
  };
  const applications = await planApplications(args, run);
  const labels = labelsOf(stack, namespace, branches.app);
  const checking = pulumi.runtime.isDryRun() ? undefined : witness;
  const { applications: made } = new Environment(
    "environment",
    { namespace, applications, gateway, labels, witness: checking, cloud: onAws?.cloud },
    { providers: [provider, ...(onAws ? [onAws.provider] : [])] },
  );
  return {
    cluster: access.identity,
    namespace,
    applications: applicationOutputs(made),
  };
}

/** Only where it is needed, as in index.ts. */
const loadAws = () => require("./aws-environment") as typeof import("./aws-environment");
