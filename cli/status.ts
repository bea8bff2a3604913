import type { Stack } from "@pulumi/pulumi/automation";
import { sentenceOf } from "../problems/failure";
import { json, legible } from "../problems/problem";
import { type Checkpoint, recordedApplication } from "../release/checkpoint";
import { driftOf } from "../release/describe";
import { type Color, colors, labels, type RecordedApplication, type RecordedColor } from "../release/model";
import { type Switch, switchMarkdown, switchText } from "../traffic/switch";
import { spanOf } from "./lock";
import { lookAt, nextOf } from "./outlook";
import { openSubject, type OperationOptions } from "./operation";
import type { Subject } from "./subject";
import { columns, UserError } from "./terminal";

/** One application in a stack's outputs. */
interface Told {
  readonly url?: string;
  readonly previewUrl?: string;
  readonly lastSwitch?: Switch;
}

export type ApplicationStatus = RecordedApplication &
  Told & {
    /** When the release of a color last came up, in ISO 8601; a color of no pods has none. */
    readonly since: Readonly<Partial<Record<Color, string>>>;
    /** The effect of the next `up`, as a sentence. */
    readonly next?: string | undefined;
    /** As the cluster has it now; missing where it could not be asked. */
    readonly live?: RecordedApplication | undefined;
    /** Where the cluster is not as it was last recorded, as a sentence. */
    readonly drift?: string | undefined;
  };

/** A stack by its last checkpoint, and the effect of its next update. */
export interface Status {
  readonly stack: string;
  /** The objects that are not in the cluster as they were last recorded, or why it could not be asked, as a sentence. */
  readonly cluster?: string | undefined;
  readonly applications: Readonly<Record<string, ApplicationStatus>>;
}

interface Resource {
  readonly metadata?: { readonly labels?: Readonly<Record<string, string>> };
  readonly spec?: { readonly replicas?: number };
  readonly status?: { readonly conditions?: readonly { type?: string; lastUpdateTime?: string }[] };
}

export function statusOf(stack: string, checkpoint: Checkpoint): Status {
  const resources = Object.values(checkpoint);
  const objects = resources.map(({ outputs }) => (outputs ?? {}) as Resource);
  const told = (resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs ?? {}) as {
    applications?: Record<string, Told>;
  };
  const names = new Set(objects.flatMap(({ metadata }) => metadata?.labels?.[labels.application] ?? []));
  const applications = [...names].sort().map((name): [string, ApplicationStatus] => {
    const { url, previewUrl, lastSwitch } = told.applications?.[name] ?? {};
    return [
      name,
      {
        ...(url !== undefined && { url }),
        ...(previewUrl !== undefined && { previewUrl }),
        ...recordedApplication(checkpoint, name),
        since: sinceOf(objects, name),
        ...(lastSwitch !== undefined && { lastSwitch }),
      },
    ];
  });
  return { stack, applications: Object.fromEntries(applications) };
}

/** A Deployment's `Progressing` was last updated when its newest pods had come up. */
function sinceOf(objects: readonly Resource[], application: string): ApplicationStatus["since"] {
  return Object.fromEntries(
    colors.flatMap((color) => {
      const deployment = objects.find(
        ({ metadata, status }) =>
          status?.conditions !== undefined &&
          metadata?.labels?.[labels.application] === application &&
          metadata.labels[labels.color] === color,
      );
      const progress = deployment?.status?.conditions?.find(({ type }) => type === "Progressing");
      const isUp = (deployment?.spec?.replicas ?? 0) > 0;
      return isUp && progress?.lastUpdateTime !== undefined ? [[color, progress.lastUpdateTime]] : [];
    }),
  );
}

export interface StatusOptions extends OperationOptions {
  readonly json?: boolean;
  readonly markdown?: boolean;
}

/** `turnout status`: both colors of each application, as last recorded, and what comes next. */
export async function runStatus(
  subject: Subject,
  options: StatusOptions,
  out: NodeJS.WritableStream,
): Promise<void> {
  const stack = await openSubject(subject, options, false);
  if (stack === undefined)
    throw new UserError(
      `Stack ${subject.stack} doesn't exist yet: \`npx turnout up --stack ${subject.stack}\` makes it.`,
    );
  const checkpoint = await subject.checkpoint();
  const status = await withOutlook(statusOf(subject.stack, checkpoint), stack, checkpoint, subject);
  out.write(
    options.json
      ? json(legible(status))
      : options.markdown
        ? statusMarkdown(status)
        : statusText(status, new Date()),
  );
}

/** Adds the effect of the next update and the cluster's drift, each only where it can be found out. */
async function withOutlook(
  { stack: name, applications }: Status,
  stack: Stack,
  checkpoint: Checkpoint,
  subject: Subject,
): Promise<Status> {
  const [nexts, found] = await Promise.all([
    nextOf(subject, stack, checkpoint).catch(sentenceOf),
    lookAt(checkpoint, subject).catch(sentenceOf),
  ]);
  const entries = Object.entries(applications).map(([application, status]) => {
    // From another checkpoint than the next update will plan from, once it has read the cluster back.
    const isPlanned = typeof found === "string" || found?.drift === undefined;
    const next = !isPlanned
      ? undefined
      : typeof nexts === "string"
        ? `${application}: ${nexts}`
        : nexts.get(application);
    const live = typeof found === "string" ? undefined : found?.liveOf(application);
    const drift = live && driftOf(application, status, live);
    return [
      application,
      { ...status, ...(next && { next }), ...(live && { live }), ...(drift && { drift }) },
    ];
  });
  const cluster =
    typeof found === "string"
      ? `All of this is as it was last recorded: the cluster could not be asked (${found.replace(/\.$/, "")}).`
      : found?.drift;
  return {
    stack: name,
    ...(cluster !== undefined && { cluster }),
    applications: Object.fromEntries(entries) as Status["applications"],
  };
}

/** For a terminal. */
export function statusText(status: Status, now: Date): string {
  const { stack, cluster, applications } = legible(status);
  const entries = Object.entries(applications);
  if (entries.length === 0)
    return `Stack ${stack} has no applications: \`npx turnout up --stack ${stack}\` brings them up.\n`;
  const rows = entries.flatMap(([name, application]) =>
    colors.map((color) => {
      const recorded = application[color];
      const { live = application } = application;
      const weight = `${live.weights?.[color] ?? 0} %`;
      if (recorded === undefined) return [name, color, weight, "-", "-", "-", "-"];
      const since = application.since[color];
      const age = since === undefined ? "-" : spanOf(now.getTime() - new Date(since).getTime());
      const state = stateOf(live[color]);
      const tried = recorded.candidate && application.weights?.[color] !== 100 ? ", not promoted" : "";
      return [name, color, weight, recorded.release, age, String(recorded.replicas), state + tried];
    }),
  );
  const header = ["application", "color", "traffic", "release", "age", "pods", "state"];
  const lines = entries.flatMap(([name, { url, previewUrl, lastSwitch, next, drift, live }]) => [
    ...(url && (live === undefined || live.weights)
      ? [`${name} answers at ${url}${previewUrl ? `, what was released last at ${previewUrl}` : ""}`]
      : []),
    ...(lastSwitch ? [`Last switch of ${switchText(name, lastSwitch)}`] : []),
    ...(drift ? [drift] : []),
    ...(next ? [`Next \`up\` of ${next}`] : []),
  ]);
  const table = columns(header, rows, ["traffic", "age", "pods"]);
  return [
    `Stack ${stack}\n`,
    table,
    ...(cluster ? [`${cluster}\n`] : []),
    ...lines.map((line) => `${line}\n`),
  ].join("");
}

/** A color that was recorded, as the cluster has it now. */
function stateOf(live: RecordedColor | undefined): string {
  if (live === undefined) return "gone";
  return live.replicas === 0 ? "standing by" : live.ready ? "Ready" : "not Ready";
}

/** For a pull request: one line per application whose traffic was seen to move. */
export function statusMarkdown(status: Status): string {
  return Object.entries(legible(status).applications)
    .flatMap(([name, { lastSwitch }]) => (lastSwitch ? [`- ${switchMarkdown(name, lastSwitch)}\n`] : []))
    .join("");
}
