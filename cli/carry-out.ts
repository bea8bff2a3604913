import { podReport, unreadyPods } from "./cluster";
import { type Held, readLease } from "./lease";
import { cloudConflict, fleetingLock, locked, parseLocks } from "../internals/file-backend";
import { cloudSentence, fleetingSentence, holderSentence } from "./lock";
import type { Operation } from "./operation";
import { UserError } from "./terminal";

/**
 * Runs a verb of the engine and turns its failure into sentences. On Ctrl-C the engine, which gets the signal
 * too, ends the step it is in and frees the stack: dying first would leave it locked.
 */
export async function carryOut<T>(
  { name, progress, ...operation }: Operation,
  run: () => Promise<T>,
  now = () => new Date(),
): Promise<T> {
  const wait = () => {
    operation.print("Ending after the steps that have begun; press Ctrl-C again to stop them, too.");
  };
  process.on("SIGINT", wait);
  try {
    return await run();
  } catch (error) {
    if (error instanceof UserError) throw error;
    const own = progress.errors.filter((message) => !/^(update|preview|destroy) failed$/.test(message));
    const said = own.length > 0 ? own : wordsOf(error);
    const text = [...said, String(error)].join("\n");
    const lease = locked.test(text) ? await readLease(operation) : undefined;
    const sentence = explain({ text, stack: name, lease, now: now() });
    const pods = sentence === undefined ? await podsInTrouble(operation) : [];
    throw new UserError([sentence ?? said.join("\n"), ...pods, unfinished(name)].join("\n"));
  } finally {
    process.off("SIGINT", wait);
  }
}

/** The end of every report of a failure. */
export const unfinished = (stack: string): string =>
  `Stack ${stack}: the command did not get to its end; what was not changed yet is as it was.`;

/** The errors that the Pulumi CLI printed, each with all of its lines: one that is a list ends with its last entry. */
export function wordsOf(error: unknown): string[] {
  const text = error instanceof Error ? error.message : String(error);
  // The Automation API writes a page: ` stdout: …`, ` stderr: …`, ` err?: …`.
  const said = text
    .split(/^ (?:stdout|stderr|err\?): /m)
    .flatMap((part) => part.split(/^(?=(?:error|warning): )/m));
  const errors = said
    .filter((part) => part.startsWith("error: "))
    .map((part) => part.slice("error: ".length));
  return errors.length > 0 ? [...new Set(errors.map((one) => one.trim()))] : [text];
}

/** Best effort: the failure itself must be reported even where the cluster can't be asked. */
async function podsInTrouble({
  namespace,
  cluster,
}: Pick<Operation, "namespace" | "cluster">): Promise<string[]> {
  if (namespace === undefined) return [];
  try {
    return (await unreadyPods(await cluster(), namespace)).map(podReport);
  } catch {
    return [];
  }
}

/** A failure to be explained. */
interface Failure {
  /** The engine's output, errors first. */
  readonly text: string;
  readonly stack: string;
  /** The environment's lease, where it was read: it names the job. */
  readonly lease?: Held | undefined;
  readonly now: Date;
}

interface Known {
  readonly sign: RegExp;
  readonly sentence: (failure: Failure, match: RegExpExecArray) => string;
}

/**
 * The provider's errors for an unreachable cluster. Network words alone don't show it: a pod's probe, an image's
 * registry and the state's backend fail with the same ones, so an address of Kubernetes' API has to stand before them.
 */
const unreachable =
  /configured Kubernetes cluster is unreachable|unable to load Kubernetes client configuration|invalid configuration: no configuration has been provided|(?<!probe failed: )\b(?:Get|Head|Post|Put|Patch|Delete) "https:\/\/[^/"]+\/(?:api\/v1|apis|openapi|version)\b[^"]*": (?:dial tcp|read tcp|net\/http)/i;

/** The engine's name for what our own checks say (release/guard.ts, live/): sentences already, with logs of other programs. */
const ownWords = /(before|after) hook "[^"]*" failed: /;

/** The usual failures, in plain words: what happened, and what to do. The first that fits counts. */
const known: readonly Known[] = [
  {
    sign: /was killed with SIG(INT|TERM)|update canceled/i,
    sentence: () => "Interrupted: run the command again, it goes on from what was done.",
  },
  {
    sign: /belongs to cluster [^\n]*/,
    sentence: (_, [found]) => `Wrong cluster: this stack ${found}`,
  },
  {
    sign: locked,
    sentence: ({ text, stack, lease, now }) => holderSentence(stack, parseLocks(text), lease, now),
  },
  { sign: cloudConflict, sentence: ({ stack }) => cloudSentence(stack) },
  { sign: fleetingLock, sentence: ({ stack }) => fleetingSentence(stack) },
  {
    sign: /incorrect passphrase|passphrase must be set/i,
    sentence: ({ stack }) =>
      `The secrets of stack ${stack} can't be read with this passphrase: set PULUMI_CONFIG_PASSPHRASE to the one they were written with, or log in to the backend they belong to.`,
  },
  {
    sign: unreachable,
    sentence: () =>
      "The cluster can't be reached: check with `kubectl get nodes` that the kubeconfig's current context leads to one that runs.",
  },
  {
    sign: /context "([^"]+)" does not exist/,
    sentence: (_, match) =>
      `The kubeconfig has no context ${match[1] ?? ""}: \`kubectl config get-contexts\` lists those it has; \`turnout:context\` says which one the stack takes.`,
  },
  {
    sign: /(?:Could not|failed to)[^\n]*(?:download|find|install|load)[^\n]*plugin[^\n]*kubernetes[^\n]*|no resource plugin 'pulumi-resource-kubernetes'[^\n]*/i,
    sentence: () =>
      "Pulumi's kubernetes plugin is not installed and could not be downloaded: with a network, run `pulumi plugin install resource kubernetes`, or copy it from a machine that has it.",
  },
  {
    sign: /no matches for kind "(HTTPRoute|Gateway)"|the server could not find the requested resource/i,
    sentence: () =>
      "The cluster has no Gateway API: install its CRDs and a controller (https://gateway-api.sigs.k8s.io/guides/), then run the command again.",
  },
  {
    sign: /was killed with SIGKILL/,
    sentence: () =>
      "The Pulumi engine was killed, by a person or because memory ran out: run the command again, it frees the stack and goes on from what was done.",
  },
];

/** A sentence for a known failure; undefined for any other, and for one that our own checks explain. */
export function explain(failure: Failure): string | undefined {
  if (ownWords.test(failure.text)) return undefined;
  for (const { sign, sentence } of known) {
    const match = sign.exec(failure.text);
    if (match) return sentence(failure, match);
  }
  return undefined;
}
