/** What is read of a pod that isn't Ready. */
export interface Pod {
  readonly name: string;
  readonly containers: readonly {
    readonly ready: boolean;
    readonly waiting?:
      { readonly reason?: string | undefined; readonly message?: string | undefined } | undefined;
    readonly terminated?: { readonly reason?: string | undefined; readonly exitCode: number } | undefined;
    readonly image: string;
  }[];
  /** The newest event about it. */
  readonly lastEvent?: string | undefined;
  /** The last line it wrote, of this start or, after a crash, of the one before. */
  readonly lastLog?: string | undefined;
}

/** Why a pod isn't Ready, in its own last words: at 2 a.m. nobody wants to look for them. */
export function podReport(pod: Pod): string {
  const started = pod.containers.some(({ waiting }) => !waiting);
  const state = started ? "runs but is not Ready" : "has not started";
  const lines = [podTrouble(pod) ?? `Pod ${pod.name} ${state}`];
  if (pod.lastEvent) lines.push(`  last event: ${pod.lastEvent}`);
  if (pod.lastLog) lines.push(`  last log line: ${pod.lastLog}`);
  return lines.join("\n");
}

/** What a pod is stuck in; undefined while it is only starting. */
export function podTrouble({ name, containers }: Pod): string | undefined {
  const broken = containers.find(({ ready }) => !ready);
  if (broken?.waiting && !usual.test(broken.waiting.reason ?? "")) {
    const reason = [broken.waiting.reason, broken.waiting.message].filter(Boolean).join(": ");
    return `Pod ${name} ${reason}${imageHint(broken.waiting.reason, broken.image)}`;
  }
  if (!broken?.terminated) return undefined;
  const { exitCode, reason } = broken.terminated;
  return `Pod ${name} ended with exit code ${exitCode}${reason ? ` (${reason})` : ""}`;
}

const usual = /^(ContainerCreating|PodInitializing|)$/;

function imageHint(reason: string | undefined, image: string): string {
  if (!/ErrImage|ImagePull|InvalidImageName/.test(reason ?? "")) return "";
  return `\n  The cluster can't get image ${image}: build it (\`docker build --tag ${image} app\`) and push it or load it there.`;
}
