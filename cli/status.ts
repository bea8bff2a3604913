import type { Stack } from "@pulumi/pulumi/automation";
import { record } from "../diff/record";
import { openKubernetes } from "../live/kubernetes";
import { liveApplication, liveObjects } from "../live/look";
import { environmentOf } from "../naming/environment";
import { describePlan } from "../release/describe";
import { driftOf } from "../release/drift";
import type { Checkpoint } from "../release/checkpoint";
import type { PlannedApplication } from "../components/environment/planned-application";
import { contextOf } from "./context";
import { openSubject, type OperationOptions } from "./operation";
import type { Project } from "./project";
import { statusOf, type Status } from "./stack-status";
import { statusMarkdown, statusText } from "./status-text";
import { UserError } from "./user-error";

export interface StatusOptions extends OperationOptions {
  readonly json?: boolean;
  readonly markdown?: boolean;
}

/** `turnout status`: both colors of each application, as last recorded, and what comes next. */
export async function runStatus(
  options: StatusOptions,
  project: Project,
  out: NodeJS.WritableStream,
): Promise<void> {
  const { name, stack } = await openSubject(options, project, false);
  if (stack === undefined)
    throw new UserError(`Stack ${name} doesn't exist yet: \`npx turnout up\` makes it.`);
  const checkpoint = await checkpointOf(stack);
  const status = await withOutlook(statusOf(name, checkpoint), stack, checkpoint, project);
  out.write(
    options.json
      ? `${JSON.stringify(status, null, 2)}\n`
      : options.markdown
        ? statusMarkdown(status)
        : statusText(status, new Date()),
  );
}

async function checkpointOf(stack: Stack): Promise<Checkpoint> {
  const { deployment } = (await stack.exportStack()) as {
    deployment?: { resources?: { urn: string; type: string; outputs?: object; delete?: boolean }[] };
  };
  const resources = (deployment?.resources ?? []).filter((resource) => resource.delete !== true);
  return Object.fromEntries(
    resources.map(({ urn, type, outputs }) => [urn, { type, outputs: withoutSecrets(outputs) }]),
  );
}

/** https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/sig/sig.go: marks what is encrypted in a state. */
const signature = "4dabf18193072939515e22adb298388d";

const withoutSecrets = (outputs: unknown): unknown =>
  outputs === undefined
    ? undefined
    : JSON.parse(
        JSON.stringify(outputs, (_key, value: unknown) =>
          typeof value === "object" && value !== null && signature in value ? "[secret]" : value,
        ),
      );

/** What the next update would do, and where the cluster differs by now; each only where it can be found out. */
async function withOutlook(
  { stack: name, applications }: Status,
  stack: Stack,
  checkpoint: Checkpoint,
  { root, map }: Project,
): Promise<Status> {
  const namespace = environmentOf(name, map)?.namespace;
  const [nexts, drifts] = await Promise.all([
    nextOf(stack, checkpoint).catch((error: unknown) =>
      String(error instanceof Error ? error.message : error),
    ),
    driftsOf(applications, namespace, contextOf(root, name)).catch(() => undefined),
  ]);
  const entries = Object.entries(applications).map(([application, status]) => {
    const next = typeof nexts === "string" ? `${application}: ${nexts}` : nexts.get(application);
    const drift = drifts?.[application];
    return [application, { ...status, ...(next && { next }), ...(drift && { drift }) }];
  });
  return { stack: name, applications: Object.fromEntries(entries) as Status["applications"] };
}

/** Runs the program against a recorder that changes nothing: the same decision that the next update comes to. */
async function nextOf(stack: Stack, checkpoint: Checkpoint): Promise<ReadonlyMap<string, string>> {
  const { programFor } = require("./engine") as typeof import("./engine");
  const config = Object.entries(await stack.getAllConfig());
  let planned: readonly PlannedApplication[] = [];
  await record({
    program: programFor({ onPlanned: (applications) => (planned = applications) }),
    project: "turnout",
    stack: stack.name,
    config: {
      values: Object.fromEntries(config.map(([key, { value }]) => [key, value])),
      secretKeys: config.filter(([, { secret }]) => secret).map(([key]) => key),
    },
    checkpoint,
  });
  return new Map(
    planned.map(({ application: { name }, release, plan }) => [name, describePlan(name, release, plan)]),
  );
}

async function driftsOf(
  applications: Status["applications"],
  namespace: string | undefined,
  context: string | undefined,
): Promise<Record<string, string | undefined>> {
  if (namespace === undefined) return {};
  const objects = await liveObjects(await openKubernetes({ context }), namespace);
  return Object.fromEntries(
    Object.entries(applications).map(([name, recorded]) => [
      name,
      driftOf(name, recorded, liveApplication(objects, name)),
    ]),
  );
}
