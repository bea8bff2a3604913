import type { Stack } from "@pulumi/pulumi/automation";
import { record } from "../diff/record";
import { liveApplication, liveObjects } from "../live/look";
import { openPaths } from "../live/paths";
import { survey } from "../live/survey";
import { foreignOwner, ownerBy } from "../naming/owner";
import type { PlannedApplication } from "../program/planned-application";
import type { Checkpoint } from "../release/checkpoint";
import { describePlan, describeUnknown } from "../release/describe";
import { describeDrifts, driftsIn, kindsOf, objectsIn, recordedObjects } from "../release/drift";
import type { Subject } from "./subject";

/** The environment in its cluster; undefined of a stack that is none. */
export async function lookAt(checkpoint: Checkpoint, subject: Subject) {
  const { namespace, context } = subject;
  if (namespace === undefined) return undefined;
  const own = objectsIn(namespace, recordedObjects(checkpoint));
  await subject.cluster(); // refuses one that the stack isn't in
  const ask = await openPaths({ context });
  const [objects, seen] = await Promise.all([
    liveObjects(ask, namespace),
    survey(ask, namespace, kindsOf(own)),
  ]);
  const drifts = driftsIn(own, seen);
  const owner = ownerBy(checkpoint, { project: subject.project.name, stack: subject.stack });
  const foreign = foreignOwner(owner, seen.objects[0]);
  return {
    liveOf: (application: string) => liveApplication(objects, application),
    drift:
      foreign !== undefined
        ? `${foreign}: what the cluster has is not this stack's.`
        : drifts.length === 0
          ? undefined
          : `The cluster is not as it was last recorded: ${describeDrifts(drifts)}. The next \`up\` makes it again.`,
  };
}

/** Runs the program against a recorder that changes nothing: the next update decides the same. */
export async function nextOf(
  { root, project }: Subject,
  stack: Stack,
  checkpoint: Checkpoint,
): Promise<ReadonlyMap<string, string>> {
  const { loadProgram, programFor } = require("./engine") as typeof import("./engine");
  const config = Object.entries(await stack.getAllConfig());
  let planned: readonly PlannedApplication[] = [];
  await record({
    program: programFor(() => loadProgram(root), { onPlanned: (applications) => (planned = applications) }),
    project: project.name,
    stack: stack.name,
    config: {
      values: Object.fromEntries(config.map(([key, { value }]) => [key, value])),
      secretKeys: config.filter(([, { secret }]) => secret).map(([key]) => key),
    },
    checkpoint,
  });
  return new Map(
    planned.map(({ application: { name }, release, plan, unknown = [] }) => [
      name,
      unknown.length > 0 ? describeUnknown(name, unknown) : describePlan(name, release, plan),
    ]),
  );
}
