import { colors } from "../release/color";
import { recordedApplication, type Checkpoint } from "../release/checkpoint";
import { labels } from "../release/labels";
import type { RecordedApplication } from "../release/recorded";
import { columns } from "./columns";
import type { Project } from "./project";
import { openSubject, type OperationOptions } from "./operation";
import { UserError } from "./user-error";

export interface StatusOptions extends OperationOptions {
  readonly json?: boolean;
}

/** What the last checkpoint says of a stack. */
export interface Status {
  readonly stack: string;
  readonly applications: Readonly<
    Record<string, RecordedApplication & { readonly url?: string | undefined }>
  >;
}

/** `turnout status`: both colors of each application, as the engine last recorded them. */
export async function runStatus(
  options: StatusOptions,
  project: Project,
  out: NodeJS.WritableStream,
): Promise<void> {
  const { name, stack } = await openSubject(options, project, false);
  if (stack === undefined)
    throw new UserError(`Stack ${name} doesn't exist yet: \`npx turnout up\` makes it.`);
  const exported = (await stack.exportStack()).deployment as {
    resources?: { urn: string; type: string; outputs?: object }[];
  };
  const checkpoint = Object.fromEntries(
    (exported.resources ?? []).map((resource) => [resource.urn, resource]),
  );
  const outputs = ((await stack.outputs()).applications?.value ?? {}) as Record<string, { url?: string }>;
  const status = statusOf(name, checkpoint, outputs);
  out.write(options.json ? `${JSON.stringify(status, null, 2)}\n` : statusText(status));
}

export function statusOf(
  stack: string,
  checkpoint: Checkpoint,
  outputs: Readonly<Record<string, { url?: string }>>,
): Status {
  const names = Object.values(checkpoint).flatMap(
    ({ outputs }) =>
      (outputs as { metadata?: { labels?: Record<string, string> } } | undefined)?.metadata?.labels?.[
        labels.application
      ] ?? [],
  );
  const applications = [...new Set(names)]
    .sort()
    .map((name) => [name, { url: outputs[name]?.url, ...recordedApplication(checkpoint, name) }]);
  return { stack, applications: Object.fromEntries(applications) as Status["applications"] };
}

export function statusText({ stack, applications }: Status): string {
  const entries = Object.entries(applications);
  if (entries.length === 0) return `Stack ${stack} has no applications: \`npx turnout up\` brings them up.\n`;
  const rows = entries.flatMap(([name, application]) =>
    colors.map((color) => {
      const recorded = application[color];
      const weight = `${application.weights?.[color] ?? 0} %`;
      if (recorded === undefined) return [name, color, weight, "-", "-", "-"];
      const state = recorded.replicas === 0 ? "standing by" : recorded.ready ? "Ready" : "not Ready";
      return [name, color, weight, recorded.release, String(recorded.replicas), state];
    }),
  );
  const header = ["application", "color", "traffic", "release", "pods", "state"];
  const urls = entries.flatMap(([name, { url }]) => (url ? [`${name} answers at ${url}\n`] : []));
  return [`Stack ${stack}\n`, columns(header, rows, ["traffic", "pods"]), ...urls].join("");
}
