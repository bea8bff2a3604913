import type { EngineEvent, OpType } from "@pulumi/pulumi/automation";
import type { Call } from "./call-log";

/** One step the engine planned (preview) or took. */
export interface Change {
  op: OpType;
  type: string;
  name: string;
  urn: string;
  /** Property paths that differ, sorted. */
  paths: string[];
}

/** Result of one operation of the engine. */
export interface Outcome {
  /** Whether it ended well; a killed or failed one didn't, and nothing is thrown for it. */
  ok: boolean;
  /** Whether a fault killed the engine. */
  killed: boolean;
  /** The engine's error messages, one a line, without colors; empty exactly when it ended well. */
  errors: string;
  /** Everything the engine did but "same", in its own order: empty means no changes. */
  changes: Change[];
  /** The provider calls of this operation, in order of arrival. */
  calls: Call[];
  /** Of those the ones that change a cloud: `calls[i].step` is its number. */
  steps: Call[];
  events: EngineEvent[];
  /** Output of the CLI; its error stream too when it failed. */
  output: string;
}

/** Reads an operation's outcome out of its events. */
export function outcomeOf(
  events: EngineEvent[],
  calls: Call[],
  ended: { ok: boolean; killed: boolean; output: string },
): Outcome {
  const errors = events.flatMap(({ diagnosticEvent: said }) =>
    said?.severity === "error" ? [plain((said.prefix ?? "") + said.message)] : [],
  );
  // Without this a stream of events that broke off would read as "no changes".
  if (ended.ok && !events.some(({ cancelEvent }) => cancelEvent)) {
    throw new Error(
      `The engine ended well, but its ${events.length} events don't reach their end:\n${ended.output}`,
    );
  }
  if (!ended.ok && errors.length === 0) errors.push(ended.output);
  return {
    ...ended,
    errors: errors.join("\n"),
    changes: events.flatMap(changeIn).filter(({ op }) => op !== "same"),
    calls,
    steps: calls.filter(({ step }) => step !== undefined),
    events,
  };
}

function changeIn({ resourcePreEvent }: EngineEvent): Change[] {
  if (!resourcePreEvent) return [];
  const { op, urn, type, diffs, detailedDiff } = resourcePreEvent.metadata;
  const paths = Object.keys(detailedDiff ?? {});
  const name = urn.split("::").slice(3).join("::");
  return [{ op, type, name, urn, paths: (paths.length > 0 ? paths : (diffs ?? [])).sort() }];
}

const plain = (text: string) => text.replaceAll(/<\{%.*?%\}>/g, "").trim();
