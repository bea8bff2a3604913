import type { EngineEvent, Stack } from "@pulumi/pulumi/automation";
import { isSecret } from "../internals/secret-mark";
import { type Kubernetes, kubernetesClient } from "../live/kubernetes";
import { describeDrifts, type Drift, type RecordedObject } from "../release/drift";
import { poll } from "../traffic/move";
import { namespaceNow } from "./cluster";
import type { Operation } from "./operation";
import { UserError } from "./terminal";

/** A command's way to the stack that is read back, and to its cluster. */
type Opened = Pick<Operation, "stack" | "cluster" | "print"> & {
  readonly onEvent: (event: EngineEvent) => void;
};

/**
 * Reads the cluster back where it is not as it was last recorded, so that the update makes again what is missing there.
 * Two things it can't make again: a namespace that is still being deleted, which is waited for; and a Secret of a
 * release that the settings don't have any more, which is made from the checkpoint while it is still in there.
 *
 * @param longest seconds that a namespace has to go.
 * @throws UserError where the namespace doesn't go.
 */
export async function readBack(
  opened: Opened,
  drifts: readonly Drift[],
  longest = longestGoing,
): Promise<void> {
  const { stack, print, onEvent } = opened;
  print(`The cluster is not as it was last recorded: ${describeDrifts(drifts)}. Reading it back.`);
  const home = drifts.find(({ going }) => going === true)?.object.recorded.metadata?.name;
  if (home !== undefined) await untilGone(await opened.cluster(), home, longest);
  const gone = drifts.filter(({ path }) => path === undefined).map(({ object }) => object);
  if (!gone.some(({ recorded }) => recorded.kind === "Namespace"))
    await restoreSecrets(
      opened,
      gone.filter(({ recorded }) => recorded.kind === "Secret"),
    );
  await refresh(stack, onEvent);
  await declareAgain(
    stack,
    drifts.filter(({ path }) => path !== undefined).map(({ object }) => object),
  );
}

/** Kinds that any update can bring back to what is declared, in place. */
const mutable =
  /^(HTTPRoute|Gateway|Service|PodDisruptionBudget|ResourceQuota|LimitRange|HorizontalPodAutoscaler)$/;

/**
 * Forgets how objects were declared, so that the update sends all that it declares of them: a refresh keeps of a list or
 * a map what was declared, and would find no difference in one that has more by now.
 */
async function declareAgain(stack: Stack, changed: readonly RecordedObject[]): Promise<void> {
  const urns = changed.filter(({ recorded: { kind = "" } }) => mutable.test(kind)).map(({ urn }) => urn);
  if (urns.length === 0) return;
  const exported = await stack.exportStack();
  const { resources = [], ...rest } = exported.deployment as Deployment;
  const forgotten = resources.map((resource) => {
    if (!urns.includes(resource.urn)) return resource;
    const inputs = { ...resource.inputs, spec: {} };
    return { ...resource, inputs, outputs: { ...resource.outputs, __inputs: inputs } };
  });
  await stack.importStack({ ...exported, deployment: { ...rest, resources: forgotten } });
}

/** Seconds that a namespace has to go: its pods end within their grace. */
const longestGoing = 120;
const lookEveryMilliseconds = 500;

async function untilGone(cluster: Kubernetes, namespace: string, longest: number): Promise<void> {
  const isGone = async () =>
    (await namespaceNow(cluster, namespace))?.metadata?.deletionTimestamp === undefined;
  if (await poll(isGone, longest, lookEveryMilliseconds)) return;
  throw new UserError(
    `Namespace ${namespace} is still being deleted after ${longest} s: \`kubectl get namespace ${namespace} --output yaml\` says what holds it; run the command again once it is gone.`,
  );
}

/** Makes Secrets again that running Deployments read. */
async function restoreSecrets(
  { stack, cluster, print }: Opened,
  lost: readonly RecordedObject[],
): Promise<void> {
  const namespace = lost[0]?.recorded.metadata?.namespace;
  if (namespace === undefined) return;
  const { apps, core } = await cluster();
  const { PatchStrategy, setHeaderOptions } = await kubernetesClient();
  const { items } = await apps.listNamespacedDeployment({ namespace });
  const read = JSON.stringify(items.map(({ spec }) => spec?.template.spec));
  const { resources = [] } = (await stack.exportStack()).deployment as Deployment;
  for (const {
    urn,
    recorded: { metadata },
  } of lost) {
    const name = metadata?.name ?? "";
    const recorded = resources.find((resource) => resource.urn === urn);
    if (recorded === undefined || !read.includes(JSON.stringify(name))) continue;
    await core.patchNamespacedSecret(
      { name, namespace, body: plain(recorded.inputs), fieldManager: recorded.outputs?.__fieldManager },
      setHeaderOptions("Content-Type", PatchStrategy.ServerSideApply),
    );
    print(`Secret ${name} is made again from what was last recorded: pods read it.`);
  }
}

/** A value of an exported state with its secrets in the clear. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  if (isSecret(value))
    return JSON.parse((value as { readonly plaintext?: string }).plaintext ?? "null") as unknown;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plain(part)]));
}

/**
 * Reads the cluster back into the checkpoint: an engine that was killed between a change and its checkpoint has not
 * recorded how that step ended. Until it is read back, every change that could harm is refused (release/guard.ts).
 */
export async function recover(
  stack: Stack,
  print: (line: string) => void,
  onEvent: (event: EngineEvent) => void,
): Promise<void> {
  print("The cluster is ahead of what was last recorded: reading it back.");
  await refresh(stack, onEvent);
}

async function refresh(stack: Stack, onEvent: (event: EngineEvent) => void): Promise<void> {
  await adoptPendingCreates(stack);
  await stack.refresh({ clearPendingCreates: true, onEvent, color: "never" });
}

interface State {
  readonly urn: string;
  readonly type: string;
  readonly inputs?: { readonly metadata?: { readonly name?: string; readonly namespace?: string } };
  readonly outputs?: { readonly __fieldManager?: string };
}

interface Deployment {
  readonly resources?: readonly State[];
  readonly pending_operations?: readonly { readonly type: string; readonly resource: State }[];
}

/**
 * Records objects whose creation was cut off; the refresh drops those that don't exist. The engine's own
 * `--import-pending-creates` only renames the operation (seen with 3.246).
 */
async function adoptPendingCreates(stack: Stack): Promise<void> {
  const exported = await stack.exportStack();
  const { resources = [], pending_operations: pending = [], ...rest } = exported.deployment as Deployment;
  const known = new Set(resources.map(({ urn }) => urn));
  const adopted = pending.flatMap(({ type, resource }) => {
    const { name, namespace } = resource.inputs?.metadata ?? {};
    if (type !== "creating" || !resource.type.startsWith("kubernetes:") || name === undefined) return [];
    if (known.has(resource.urn)) return []; // a replacement's
    return [
      { ...resource, id: namespace === undefined ? name : `${namespace}/${name}`, outputs: resource.inputs },
    ];
  });
  if (adopted.length === 0) return;
  const urns = new Set(adopted.map(({ urn }) => urn));
  await stack.importStack({
    ...exported,
    deployment: {
      ...rest,
      resources: [...resources, ...adopted],
      pending_operations: pending.filter(({ resource }) => !urns.has(resource.urn)),
    },
  });
}
