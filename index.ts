import * as pulumi from "@pulumi/pulumi";
import { join } from "node:path";
import { branches } from "./branches";
import { Environment } from "./components/environment/environment";
import { applicationOutputs } from "./components/environment/outputs";
import { planApplication } from "./components/environment/planned-application";
import { kubernetesProvider } from "./components/kubernetes-provider";
import { Platform } from "./components/platform/platform";
import { environmentOf, explainUnknownStack } from "./naming/environment";
import { hostOf } from "./naming/host";
import { labelsOf } from "./naming/names";
import { describePlan } from "./release/describe";
import { clusterAccess } from "./settings/cluster-access";
import { imageOf } from "./settings/content-tag";
import { readSettings } from "./settings/read-settings";
import { readRecorded } from "./settings/recorded-state";

/** One stack: its settings become components, its components become outputs. */
export = async () => {
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

  const applications = settings.applications.map((application, index) => {
    const host = hostOf(namespace, settings.domain, index === 0 ? undefined : application.name);
    const image = imageOf(application, join(__dirname, application.build ?? ""));
    const scope = `${pulumi.getProject()}/${stack}`;
    return planApplication({ application, image, host, scope }, recorded.application(application.name));
  });
  for (const { application, release, plan } of applications)
    if (plan.kind !== "steady") void pulumi.log.info(describePlan(application.name, release, plan));

  const labels = labelsOf(stack, namespace, branches.app);
  const environment = new Environment(
    "environment",
    { namespace, applications, gateway, labels },
    { provider },
  );
  return {
    cluster: access.identity,
    namespace,
    applications: applicationOutputs(environment.applications, gateway.port),
  };
};
