import type { EngineEvent } from "@pulumi/pulumi/automation";
import { kindName } from "../kinds/lookup";
import { programFailure } from "../problems/failure";
import { excerpt } from "../problems/problem";

/** The engine's operations in the past tense. */
const done: Readonly<Record<string, string>> = {
  create: "created",
  update: "updated",
  delete: "deleted",
  replace: "replaced",
  "create-replacement": "created again",
  "delete-replaced": "deleted the old",
  read: "read",
  import: "imported",
};

/**
 * Prints the engine's events as lines: one when a step begins, one when it ends, in between the reason why a pod is
 * waited for, and every warning and error once.
 */
export class Progress {
  /** The errors so far, in the engine's words. */
  readonly errors: string[] = [];
  private readonly begun = new Map<string, number>();
  private readonly said = new Set<string>();

  constructor(
    private readonly show: (line: string) => void,
    private readonly now: () => number = Date.now,
    private readonly preview = false,
  ) {}

  /** Begins another attempt, without the errors of the one before. */
  begin(): void {
    this.errors.length = 0;
    this.begun.clear();
    this.said.clear();
  }

  readonly on = (event: EngineEvent): void => {
    const { resourcePreEvent, resOutputsEvent, diagnosticEvent } = event;
    if (resourcePreEvent) this.start(resourcePreEvent.metadata);
    if (resOutputsEvent) this.end(resOutputsEvent.metadata);
    if (diagnosticEvent) this.say(diagnosticEvent);
  };

  private print(line: string): void {
    this.show(excerpt(line));
  }

  private start({ op, urn }: Step): void {
    if (!(op in done) || isInternal(urn)) return;
    this.begun.set(urn, this.now());
    if (this.preview) this.print(`${op.padEnd(8)} ${titleOf(urn)}`);
    else this.print(`${op} ${titleOf(urn)} …`);
  }

  private end({ op, urn }: Step): void {
    const begun = this.begun.get(urn);
    if (begun === undefined || this.preview) return;
    this.begun.delete(urn);
    this.print(`${done[op] ?? op} ${titleOf(urn)} (${((this.now() - begun) / 1000).toFixed(1)} s)`);
  }

  private say({ message, severity, urn, ephemeral }: Diagnostic): void {
    const text = ofProgram(plain(message));
    const subject = urn === undefined || urn === "" || isInternal(urn) ? "" : `${titleOf(urn)}: `;
    if (text === "" || this.said.has(subject + text) || (ephemeral && chatter.test(text))) return;
    this.said.add(subject + text);
    if (severity === "error") this.errors.push(subject + text);
    else if (severity === "warning" || severity === "info" || severity === "info#err" || ephemeral)
      this.print(`  ${cutOffSteps(text) ?? `${subject}${text}`}`);
  }
}

/**
 * The engine's long warning about steps that were cut off, in one line: its advice is for people without a command that
 * reads the cluster back (cli/apply.ts).
 *
 * @returns undefined for any other warning, and where a step was not in the cluster: that one needs the advice.
 */
function cutOffSteps(warning: string): string | undefined {
  if (!/^Attempting to deploy or update resources\s+with \d+ pending operations/.test(warning))
    return undefined;
  const steps = [...warning.matchAll(/^\s*\* (\S+), interrupted while (\w+)$/gm)];
  if (!steps.every(([, urn = ""]) => /[:$]kubernetes:/.test(urn))) return undefined;
  const said = steps.map(([, urn = "", doing = ""]) => `${doing} ${titleOf(urn)}`).join(", ");
  return `An earlier update was cut off while ${said}: how that ended is read from the cluster.`;
}

/** The provider's own bookkeeping, and events of earlier updates that it repeats. */
const chatter =
  /^(ScalingReplicaSet: |Skipping await logic|Resource scheduled for deletion|NoPods: |Found \{|\{[.$])/;

type Step = NonNullable<EngineEvent["resourcePreEvent"]>["metadata"];
type Diagnostic = NonNullable<EngineEvent["diagnosticEvent"]>;

/** Components and providers do nothing by themselves. */
function isInternal(urn: string): boolean {
  const type = urn.split("::")[2]?.split("$").at(-1) ?? "";
  return type.startsWith("turnout:") || type.startsWith("pulumi:");
}

/** Without the engine's color marks and terminal codes. */
const plain = (text: string) =>
  text
    .replace(/<\{%[^%]*%\}>/g, "")

    .replace(/\u001b\[[0-9;]*m/g, "")
    // The hook's name is ours; what it said is a whole sentence.
    .replace(/^(before|after) hook "[^"]*" failed: /, "")
    .trim();

/** What the program threw where nobody catches it, as a sentence: Pulumi reports that with its trace. */
function ofProgram(text: string): string {
  const [, thrown] = /^Unhandled exception: (?:Error: )?([^]*)/.exec(text) ?? [];
  return thrown === undefined ? text : programFailure(new Error(thrown.replace(/\n\s+at [^]*/, ""))).message;
}

/** `Deployment web-blue` of a URN. */
function titleOf(urn: string): string {
  const [, , types = "", name = urn] = urn.split("::");
  return `${kindName(types.split("$").at(-1) ?? types)} ${name}`;
}
