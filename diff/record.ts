import { runOffline } from "../internals/offline";
import type { Checkpoint } from "../release/checkpoint";
import type { Recording } from "../program/recording";
import { RecordingMonitor } from "./recording-monitor";
import { shortStacks } from "./short-stacks";
import type { StackConfig } from "../settings/stack-files";

/** A Pulumi program as its entry file exports it. */
export type Program = () => Promise<unknown>;

interface RecordArgs {
  readonly program: Program;
  readonly project: string;
  readonly stack: string;
  readonly config: StackConfig;
  /** The checkpoint of the last update, as the program gets it. */
  readonly checkpoint: Checkpoint;
}

/** Pulumi keeps its settings per process, so two programs in one process must take turns. */
let turn: Promise<unknown> = Promise.resolve();

/**
 * Runs a program without an engine and returns what it declares. Needs no credentials, network or plugin.
 *
 * @throws whatever the program throws.
 */
export function record(args: RecordArgs): Promise<Recording> {
  const result = turn.then(() => run(args));
  turn = result.catch(() => undefined);
  return result;
}

async function run({ program, project, stack, config, checkpoint }: RecordArgs): Promise<Recording> {
  const monitor = new RecordingMonitor(project, stack, checkpoint, sharedGateways(config));
  const messages: string[] = [];
  const undo = [silenceConsole(messages), hideKubeconfig(), shortStacks()];
  try {
    const { values, secretKeys } = config;
    const failure = await runOffline({ program, project, stack, config: values, secretKeys }, monitor).then(
      () => undefined,
      (error: unknown) => ({ error }),
    );
    const [refusal] = monitor.refusals;
    if (refusal) throw refusal;
    if (failure) throw failure.error;
  } finally {
    undo.forEach((restore) => {
      restore();
    });
  }
  const resources = [...monitor.declared].sort((a, b) => (a.urn < b.urn ? -1 : 1));
  const zones = zonesIn(config);
  return { resources, messages: messages.sort(), ...(zones && { zones }) };
}

/** As far as the settings are readable; the program itself checks them. */
function zonesIn({ values }: StackConfig): string[] | undefined {
  try {
    return (JSON.parse(values["turnout:aws"] ?? "{}") as { zones?: string[] }).zones;
  } catch {
    return undefined;
  }
}

/** The names of the shared Gateways, as far as the settings are readable; the program itself checks them. */
function sharedGateways({ values }: StackConfig): string[] {
  try {
    const { name, others = [] } = JSON.parse(values["turnout:gateway"] ?? "{}") as {
      name?: string;
      others?: string[];
    };
    return name === undefined ? [] : [name, ...others];
  } catch {
    return [];
  }
}

/** Without an engine Pulumi's log goes to the console; a program's messages belong in the diff. */
function silenceConsole(messages: string[]): () => void {
  const { log, warn } = console;
  const keep = (text: unknown) => {
    const message = String(text);
    if (message.startsWith("info: [runtime] ")) messages.push(message.slice("info: [runtime] ".length));
  };
  console.log = keep;
  console.warn = keep;
  return () => Object.assign(console, { log, warn });
}

/** A diff must be the same on every machine, so a program that looks for a cluster finds none. */
function hideKubeconfig(): () => void {
  const { KUBECONFIG } = process.env;
  process.env.KUBECONFIG = "";
  return () => {
    if (KUBECONFIG === undefined) delete process.env.KUBECONFIG;
    else process.env.KUBECONFIG = KUBECONFIG;
  };
}
