import type { Stack } from "@pulumi/pulumi/automation";
import { locked } from "./lock";

/**
 * Asks the engine whether a stack is locked, by making the stack that is there: the engine takes the lock, finds the
 * stack and gives up (pkg/backend/diy/backend.go, CreateStack). An update whose program fails would tell, too, but
 * it writes the state, and without the operations that the last update left pending.
 *
 * @returns the engine's words; undefined where the stack is free.
 */
export async function askLock(stack: Stack): Promise<string | undefined> {
  try {
    await stack.workspace.createStack(stack.name);
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    if (locked.test(text)) return text;
    if (text.includes("already exists")) return cloudUpdate(stack);
    throw error;
  }
  await stack.workspace.removeStack(stack.name); // somebody had removed it since it was opened
  return undefined;
}

/** Pulumi Cloud takes no lock for that; it lists which stacks it updates, and other backends list none. */
async function cloudUpdate({ workspace, name }: Stack): Promise<string | undefined> {
  const found = (await workspace.listStacks()).find((stack) => stack.name.split("/").at(-1) === name);
  return found?.updateInProgress === true ? "Another update is currently in progress." : undefined; // as it says itself
}
