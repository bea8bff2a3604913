import { cloudConflict, fleetingLock, locked, parseLocks } from "../internals/file-backend";
import { stillProtected } from "../naming/reserved";
import type { Held } from "./lease";
import { cloudSentence, fleetingSentence, holderSentence } from "./lock";

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
    sign: /(?:stack config|get(?:ting)? stack|decrypt)[^\n]*\b(?:malformed state value|bad value|illegal base64|message authentication failed)/i,
    sentence: ({ stack }) =>
      `A secret or the encryptionsalt in Pulumi.${stack}.yaml isn't as Pulumi wrote it: restore the file from git, or set each secret again with \`pulumi config set --secret --path\`.`,
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
    sign: /(?:Could not[^\n]* install|no) resource plugin '?pulumi-resource-([\w-]+)'?[^\n]*? at version v?(\d[\w.-]*\w)/i,
    sentence: (_, [, name = "", version = ""]) =>
      `Pulumi's plugin ${name} ${version} is not installed and could not be downloaded: with a network, run \`pulumi plugin install resource ${name} ${version}\`, or copy it from a machine that has it (~/.pulumi/plugins).`,
  },
  {
    sign: /no matches for kind "(HTTPRoute|Gateway)"|the server could not find the requested resource/i,
    sentence: () =>
      "The cluster has no Gateway API: install its CRDs and a controller (https://gateway-api.sigs.k8s.io/guides/), then run the command again.",
  },
  {
    // Its own advice doesn't help: what it takes out of the state, the program puts in again.
    sign: /resource "urn:[^"]*::turnout:platform:[^"]*" cannot be deleted\s+because it is protected/,
    sentence: ({ stack }) => stillProtected(stack),
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
