import type { Stack } from "@pulumi/pulumi/automation";
import { environmentOf } from "../naming/environment";
import { clusterName } from "./current-context";
import { openCluster, unreadyPods } from "./cluster";
import { openStack } from "./engine";
import { explain } from "./failures";
import { podReport } from "./pod-report";
import { Progress } from "./progress";
import type { Project } from "./project";
import { pulumiCli } from "./pulumi-cli";
import { subjectOf, type SubjectOptions } from "./subject";
import { UserError } from "./user-error";

export interface UpdateOptions extends SubjectOptions {
  /** Agrees to whatever would be asked. */
  readonly yes?: boolean;
}

/** `turnout up`: brings the branch's environment to what the working tree says. */
export async function runUp(
  options: UpdateOptions,
  project: Project,
  out: NodeJS.WritableStream,
): Promise<void> {
  const { stack, name, progress } = await begin(options, project, out, "up");
  await withReport(project, name, progress, () => stack.up({ onEvent: progress.on, color: "never" }));
  const outputs = await stack.outputs();
  const applications = (outputs.applications?.value ?? {}) as Record<string, { url?: string }>;
  const urls = Object.entries(applications).flatMap(([application, { url }]) =>
    url ? [`${application} answers at ${url}`] : [],
  );
  out.write([`Stack ${name} is up.`, ...urls].map((line) => `${line}\n`).join(""));
}

/** `turnout preview`: what `up` would do, as the engine sees it. */
export async function runPreview(
  options: UpdateOptions,
  project: Project,
  out: NodeJS.WritableStream,
): Promise<void> {
  const { stack, name, progress } = await begin(options, project, out, "preview");
  const { changeSummary } = await withReport(project, name, progress, () =>
    stack.preview({ onEvent: progress.on, color: "never" }),
  );
  const counts = Object.entries(changeSummary).filter(([op, count]) => op !== "same" && count > 0);
  const summary =
    counts.length === 0
      ? "nothing would change"
      : counts.map(([op, count]) => `${count} to ${op}`).join(", ");
  out.write(`Stack ${name}: ${summary}.\n`);
}

async function begin(
  options: UpdateOptions,
  project: Project,
  out: NodeJS.WritableStream,
  verb: "up" | "preview",
) {
  const { root, repository, map } = project;
  const { stack: name, note } = subjectOf(
    options,
    map,
    repository?.currentBranch(),
    repository !== undefined,
  );
  const print = (line: string) => out.write(`${line}\n`);
  if (note) print(note);
  const pulumi = await pulumiCli(root, options.yes ?? false);
  const stack = await openStack({ root, stack: name, pulumi }, true);
  if (stack === undefined) throw new Error(`stack ${name} was not made`);
  if (options.local) await rememberContext(stack);
  print(`Stack ${name}: ${verb === "up" ? "update" : "preview"} begins.`);
  return { stack, name, progress: new Progress(print, Date.now, verb === "preview") };
}

/** A laptop's kubeconfig points here today and there tomorrow: its stack stays with the cluster it was made in. */
async function rememberContext(stack: Stack): Promise<void> {
  const key = "turnout:context";
  if (key in (await stack.getAllConfig())) return;
  const context = clusterName(process.env);
  if (context === undefined)
    throw new UserError(
      "There is no current context in your kubeconfig: start a cluster (kind, k3d, Docker Desktop) or choose one with `kubectl config use-context`.",
    );
  await stack.setConfig(key, { value: context });
}

/** Runs an engine's verb and turns its failure into sentences. */
export async function withReport<T>(
  project: Project,
  stack: string,
  progress: Progress,
  verb: () => Promise<T>,
): Promise<T> {
  try {
    return await verb();
  } catch (error) {
    const own = progress.errors.filter((message) => !/^(update|preview|destroy) failed$/.test(message));
    const said = own.length > 0 ? own : wordsOf(error);
    const sentence = explain({ text: [...said, String(error)].join("\n"), stack });
    const pods = sentence === undefined ? await podsInTrouble(project, stack) : [];
    throw new UserError(
      [
        sentence ?? said.join("\n"),
        ...pods,
        `Stack ${stack} was not updated to the end; what it serves is what it served before.`,
      ].join("\n"),
    );
  }
}

/** Of all that the Pulumi CLI printed, what it calls an error. */
function wordsOf(error: unknown): string[] {
  const text = error instanceof Error ? error.message : String(error);
  const errors = text.split("\n").filter((line) => line.startsWith("error: "));
  return errors.length > 0 ? [...new Set(errors)].map((line) => line.slice("error: ".length)) : [text];
}

/** Best effort: the failure itself must be told even where the cluster can't be asked. */
async function podsInTrouble({ map }: Project, stack: string): Promise<string[]> {
  const namespace = environmentOf(stack, map)?.namespace;
  if (namespace === undefined) return [];
  try {
    return (await unreadyPods(await openCluster(), namespace)).map(podReport);
  } catch {
    return [];
  }
}
