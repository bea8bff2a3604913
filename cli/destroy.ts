import { rmSync } from "node:fs";
import { join } from "node:path";
import { type Kubernetes, openKubernetes } from "../live/kubernetes";
import { environmentsIn } from "../live/look";
import { wordsOf } from "../problems/failure";
import { inUse, PLATFORM_STACK } from "../naming/reserved";
import { foreignOwner, foreignProblem, type Owner, ownerBy } from "../naming/owner";
import { recordedObjects } from "../release/drift";
import { workspaceOf } from "../settings/stack-files";
import { confirm, UserError } from "./terminal";
import { namespaceNow } from "./cluster";
import { readReach } from "./fast-rollback";
import { toItsEnd } from "../internals/engine-calls";
import { carryOut } from "./carry-out";
import { beginOperation, type OperationOptions } from "./operation";
import type { Subject } from "./subject";

/** `turnout destroy`: removes an environment and says what is left. A stack that does not exist counts as removed. */
export async function runDestroy(
  subject: Subject,
  options: OperationOptions,
  out: NodeJS.WritableStream,
): Promise<void> {
  const { stack: name, environment } = subject;
  if (name === PLATFORM_STACK) await refuseInUse(subject);
  if (!options.yes) {
    if (environment?.life === "protected")
      throw new UserError(`Stack ${name} is protected (branches.ts): only --yes destroys it.`);
    await confirm({
      question: `Destroy stack ${name} and all that is in it? Type its name: `,
      stack: name,
      unasked: `Nobody can be asked whether to destroy stack ${name}: confirm with --yes.`,
      declined: "Nothing was destroyed.",
    });
  }

  const operation = await beginOperation("destroy", subject, options, out);
  if (operation === undefined) {
    out.write(`Stack ${name} doesn't exist: there is nothing to remove.\n`);
    return;
  }
  const { stack, progress, print } = operation;
  const cluster = () => clusterOf(subject);
  const owner = await refuseForeign(subject, cluster);
  operation.isOwn = true;
  await carryOut(operation, () =>
    // A platform on AWS asks its cluster before it goes, which takes the program.
    toItsEnd((signal) =>
      stack.destroy({ onEvent: progress.on, color: "never", runProgram: name === PLATFORM_STACK, signal }),
    ),
  );
  if (environment) print(await remains(environment.namespace, owner, cluster));
  if (environment?.slug === undefined) return;
  // A branch's stack has no use after its environment; those of kept branches keep their history.
  await stack.workspace.removeStack(name);
  rmSync(join(workspaceOf(subject.root), `Pulumi.${name}.yaml`), { force: true });
  print(`Stack ${name} is removed.`);
}

/**
 * The stack as its namespaces name it.
 *
 * @throws UserError where one of them belongs to another by now, or the cluster doesn't say whose they are.
 */
export async function refuseForeign(
  subject: Pick<Subject, "stack" | "project" | "checkpoint">,
  cluster: () => Promise<Kubernetes>,
): Promise<Owner> {
  const { stack, project } = subject;
  const checkpoint = await subject.checkpoint();
  const owner = ownerBy(checkpoint, { project: project.name, stack });
  for (const { recorded } of recordedObjects(checkpoint)) {
    if (recorded.kind !== "Namespace") continue;
    const name = recorded.metadata?.name ?? "";
    const home = await askAbout(cluster, name).catch((error: unknown) => {
      if (error instanceof UserError) throw error;
      throw new UserError(
        `Whose namespace ${name} is could not be asked of the cluster (${wordsOf(error)}); nothing was destroyed. ` +
          `Where the cluster is gone for good, \`pulumi stack rm --force --stack ${stack}\` forgets the stack.`,
      );
    });
    const problem = foreignProblem(owner, recorded, home);
    if (problem !== undefined) throw new UserError(problem);
  }
  return owner;
}

const askAbout = async (cluster: () => Promise<Kubernetes>, namespace: string) =>
  namespaceNow(await cluster(), namespace);

/** The stack's cluster; on AWS by the platform's kubeconfig as for the engine, so that this machine needs none of its own. */
async function clusterOf(subject: Subject): Promise<Kubernetes> {
  const reach = subject.platform && (await readReach(subject));
  return reach === undefined ? subject.cluster() : openKubernetes(reach.way);
}

/** Before any question. A cluster that can't be reached is asked again, right before its Gateways are deleted. */
async function refuseInUse({ stack, context, project }: Subject): Promise<void> {
  const environments = await environmentsIn({ context }, project.map.app).catch(() => []);
  const problem = inUse(stack, environments);
  if (problem !== undefined) throw new UserError(problem);
}

/** A sentence about what the cluster still has of an environment: all that this stack made there is gone. */
async function remains(namespace: string, owner: Owner, cluster: () => Promise<Kubernetes>): Promise<string> {
  try {
    const home = await askAbout(cluster, namespace);
    if (home === undefined) return `Nothing is left: namespace ${namespace} is gone.`;
    const foreign = foreignOwner(owner, home);
    return foreign === undefined
      ? `Namespace ${namespace} is still there: \`kubectl get all --namespace ${namespace}\` shows what is left.`
      : `${foreign}; it was left alone.`;
  } catch (error) {
    return `Whether namespace ${namespace} is gone could not be asked of the cluster (${wordsOf(error)}).`;
  }
}
