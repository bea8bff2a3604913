import * as pulumi from "@pulumi/pulumi";
import { randomBytes } from "node:crypto";
import { claimProblem, occupants, type Owner, recordedOwner } from "../naming/owner";
import { withoutStack } from "../problems/problem";
import {
  type ClusterObject,
  type Drift,
  driftProblem,
  driftsIn,
  driftWarning,
  kindsOf,
  objectsIn,
  type Seen,
} from "../release/drift";
import type { Run } from "./planned-application";
import type { RecordedState } from "./recorded-state";
import type { Witness } from "./witness";

interface LiveCheckArgs {
  readonly namespace: string;
  readonly recorded: Pick<RecordedState, "objects" | "state">;
  readonly witness: Pick<Witness, "survey">;
  readonly run: Pick<Run, "onDrift" | "switches" | "isRollback" | "adopt" | "origin">;
}

interface Checked {
  readonly owner: Owner;
  /** Objects that the stack takes over, and that its checkpoint need not have. */
  readonly adopted?: readonly ClusterObject[];
  /** The namespace in the cluster, where it is the stack's own and in nothing other than it was last recorded. */
  readonly asRecorded?: Seen;
}

/**
 * Asks the cluster, before anything is planned from the checkpoint, whether a stack's namespace is its own, and as it was
 * last recorded. A preview only warns, also where the cluster can't be asked.
 *
 * @returns the owner that the namespace is to name; with `adopt`, the objects that are there.
 * @throws Error in one sentence where an update can't begin.
 */
export async function checkLive({ namespace, recorded, witness, run }: LiveCheckArgs): Promise<Checked> {
  const own = objectsIn(namespace, recorded.objects);
  const marked = recordedOwner(namespace, own);
  // As it was first said: the same change from two clones would else be one of these marks, too.
  const said = marked?.repository === undefined || marked.branch === undefined ? run.origin?.() : undefined;
  const owner: Owner = {
    project: pulumi.getProject(),
    stack: pulumi.getStack(),
    state: recorded.state ?? marked?.state,
    repository: marked?.repository ?? said?.repository,
    branch: marked?.branch ?? said?.branch,
  };
  const isPreview = pulumi.runtime.isDryRun();
  const asked = witness.survey(
    namespace,
    kindsOf([...own, ...occupants.map((kind) => ({ recorded: kind }))]),
  );
  const seen = await (isPreview ? asked.catch(() => undefined) : asked);
  if (seen === undefined) return { owner };
  const foreign = run.adopt ? undefined : claimProblem({ namespace, owner, objects: own, seen });
  if (foreign !== undefined && !isPreview) throw withoutStack(new Error(foreign));
  if (foreign !== undefined) void pulumi.log.warn(foreign);
  const found = driftsIn(own, seen);
  const drifts = found.filter((drift) => !isMovedBack(drift, run));
  if (drifts.length > 0 && (run.onDrift === undefined || isPreview))
    void pulumi.log.warn(driftWarning(drifts));
  else if (drifts.length > 0) {
    run.onDrift?.(drifts);
    throw withoutStack(new Error(driftProblem(drifts)));
  }
  if (isPreview) return { owner };
  const state = owner.state ?? randomBytes(6).toString("hex");
  return {
    owner: { ...owner, state },
    ...(run.adopt ? { adopted: seen.objects } : found.length === 0 && { asRecorded: seen }),
  };
}

/** A rollback moves the route first, and then has it recorded; read back in between, it would be undone. */
const isMovedBack = (
  { object: { recorded }, path }: Drift,
  { switches = {}, isRollback }: LiveCheckArgs["run"],
) =>
  recorded.kind === "HTTPRoute" &&
  path !== undefined &&
  (isRollback === true || Object.hasOwn(switches, recorded.metadata?.name ?? ""));
