import { setTimeout } from "node:timers/promises";

/** Waits for what another process or a server does. Ends by itself, for a wait left behind keeps mocha from ending. */
export async function until(condition: () => boolean | Promise<boolean>, seconds = 15): Promise<void> {
  for (const end = Date.now() + seconds * 1000; !(await condition()); await setTimeout(10))
    if (Date.now() > end) throw new Error(`not so within ${seconds} s: ${condition.toString()}`);
}
