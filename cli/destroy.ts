import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { environmentsIn } from "../live/environments";
import { environmentOf } from "../naming/environment";
import { inUse } from "../naming/in-use";
import { PLATFORM_STACK } from "../naming/reserved";
import { confirm } from "./ask";
import { namespaceExists, type Cluster } from "./cluster";
import { carryOut } from "./carry-out";
import { contextOf } from "./context";
import { beginOperation, type OperationOptions } from "./operation";
import type { Project } from "./project";
import { subjectIn } from "./subject";
import { UserError } from "./user-error";

/** `turnout destroy`: removes an environment and says what is left of it. A stack that isn't there is as good as removed. */
export async function runDestroy(
  options: OperationOptions,
  project: Project,
  out: NodeJS.WritableStream,
): Promise<void> {
  const { stack: name } = subjectIn(project, options);
  const environment = environmentOf(name, project.map);
  if (name === PLATFORM_STACK) await refuseInUse(project, name);
  if (!options.yes) {
    if (environment?.life === "protected")
      throw new UserError(`Stack ${name} is protected (branches.ts): only --yes destroys it.`);
    await confirm({
      question: `Destroy stack ${name} and all that is in it? Type its name: `,
      stack: name,
      unasked: `Nobody can be asked whether to destroy stack ${name}: say so with --yes.`,
      declined: "Nothing was destroyed.",
    });
  }

  const operation = await beginOperation("destroy", options, project, out);
  if (operation === undefined) {
    out.write(`Stack ${name} doesn't exist: there is nothing to remove.\n`);
    return;
  }
  const { stack, progress, print } = operation;
  await carryOut(operation, () =>
    // A platform on AWS asks its cluster before it goes, which takes the program.
    stack.destroy({ onEvent: progress.on, color: "never", runProgram: name === PLATFORM_STACK }),
  );
  if (environment) print(await remains(environment.namespace, operation.cluster));
  if (environment?.slug === undefined) return;
  // A branch's stack has no use after its environment; those of kept branches keep their history.
  await stack.workspace.removeStack(name);
  const own = join(project.root, ".turnout", "workspace", `Pulumi.${name}.yaml`);
  if (existsSync(own)) rmSync(own);
  print(`Stack ${name} is removed.`);
}

/** Before anybody is asked anything. A cluster that can't be reached is asked once more, right before its Gateways go. */
async function refuseInUse({ root, map }: Project, platform: string): Promise<void> {
  const environments = await environmentsIn({ context: contextOf(root, platform) }, map.app).catch(() => []);
  const problem = inUse(platform, environments);
  if (problem !== undefined) throw new UserError(problem);
}

/** Asked of the cluster, not assumed. */
async function remains(namespace: string, cluster: () => Promise<Cluster>): Promise<string> {
  try {
    const there = await namespaceExists(await cluster(), namespace);
    return there
      ? `Namespace ${namespace} is still there: \`kubectl get all --namespace ${namespace}\` shows what is left.`
      : `Nothing is left: namespace ${namespace} is gone.`;
  } catch (error) {
    return `Whether namespace ${namespace} is gone could not be asked of the cluster (${String(error instanceof Error ? error.message : error)}).`;
  }
}
