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
export function podReport({ name, containers, lastEvent, lastLog }: Pod): string {
  const broken = containers.find(({ ready }) => !ready);
  const state = broken?.waiting
    ? [broken.waiting.reason, broken.waiting.message].filter(Boolean).join(": ")
    : broken?.terminated
      ? `ended with exit code ${broken.terminated.exitCode}${broken.terminated.reason ? ` (${broken.terminated.reason})` : ""}`
      : "runs but is not Ready";
  const lines = [`Pod ${name} ${state}`];
  if (lastEvent) lines.push(`  last event: ${lastEvent}`);
  if (lastLog) lines.push(`  last log line: ${lastLog}`);
  if (broken?.waiting?.reason?.match(/ErrImage|ImagePull|InvalidImageName/))
    lines.push(
      `  The cluster has no image ${broken.image}: build it (\`docker build -t ${broken.image} app\`) and push or load it there.`,
    );
  return lines.join("\n");
}
