import { environmentOf } from "../naming/environment";
import { openCluster } from "./cluster";
import { contextOf } from "./context";
import { cloudSentence, updatedBy } from "./holder";
import { cloudConflict, type Lock, type Verdict } from "./lock";
import { free, judge } from "./lock-free";
import { lockedStack, type LockedStack } from "./locked-stack";
import { openSubject, type OperationOptions } from "./operation";
import type { Project } from "./project";
import { UserError } from "./user-error";

/** `turnout unlock`: frees a stack whose update died, if that was one's own; never another person's. */
export async function runUnlock(
  options: OperationOptions,
  project: Project,
  out: NodeJS.WritableStream,
): Promise<void> {
  const { name, stack } = await openSubject(options, project, false);
  if (stack === undefined) throw new UserError(`Stack ${name} doesn't exist: there is nothing to unlock.`);
  const namespace = environmentOf(name, project.map)?.namespace;
  const cluster = () => openCluster(contextOf(project.root, name));
  await unlock(lockedStack(stack, project.root, namespace, cluster, (line) => out.write(`${line}\n`)));
}

/** @throws UserError where a lock is not one's own, or its update may be alive. */
export async function unlock(locked: LockedStack): Promise<void> {
  const { stack, print } = locked;
  const text = await locked.ask();
  if (text === undefined) {
    print(`Stack ${stack} is not locked.`);
    return;
  }
  if (cloudConflict.test(text)) throw new UserError(cloudSentence(stack));
  const { locks, lease } = await judge(locked, text);
  if (locks.length === 0)
    throw new UserError(`Stack ${stack} is locked, and the engine doesn't say by whom: ${text}`);
  for (const { lock, verdict } of locks) {
    const why = refusal(stack, lock, verdict);
    if (why !== undefined) throw new UserError(`${updatedBy(stack, [lock], lease, new Date())}: ${why}`);
  }
  if (
    !(await free(
      locked,
      locks.map(({ lock }) => lock),
      lease,
    ))
  )
    throw new UserError(
      `Stack ${stack} is being updated by another command by now: wait until that is through.`,
    );
  print(`\`npx turnout up --stack ${stack}\` goes on from what was done.`);
}

/** Why a lock is not freed, and what to do instead; undefined for one that is. */
function refusal(stack: string, { user, host, pid }: Lock, verdict: Verdict): string | undefined {
  const byHand = `\`pulumi cancel --stack ${stack}\` frees the stack`;
  switch (verdict.kind) {
    case "own-dead":
      return undefined;
    case "own-alive":
      return verdict.evidence === "process"
        ? `process ${pid} runs on this machine. End it first, with Ctrl-C where it was started or with \`kill -INT ${pid}\`; it frees the stack itself.`
        : "its job still says that it is alive. End the job first; if it is dead, try again in a minute.";
    case "other":
      return `it is not yours to free. Ask ${user}@${host}; if nobody can be asked and you know that it is dead, ${byHand}.`;
    case "unknown":
      return `nothing tells from here whether it is dead. If you know that it is, ${byHand}.`;
  }
}
