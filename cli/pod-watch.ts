import type { Kubernetes } from "../live/kubernetes";
import { unreadyPods } from "./cluster";
import { podTrouble } from "./pod-report";

const pause = 3000; // milliseconds between two looks: often enough to read along, rarely enough not to be noticed

/**
 * Says what keeps pods from getting Ready while an update waits for them: a missing image should not be found
 * only when the time is over. Best effort: a cluster that can't be asked is the update's to complain about.
 *
 * @returns the function that ends it.
 */
export function watchPods(
  open: () => Promise<Kubernetes>,
  namespace: string,
  print: (line: string) => void,
): () => void {
  const said = new Set<string>();
  let api: Promise<Kubernetes> | undefined;
  const look = async () => {
    const pods = await unreadyPods(await (api ??= open()), namespace);
    for (const line of pods.flatMap((pod) => podTrouble(pod) ?? []))
      if (!said.has(line)) {
        said.add(line);
        print(`  ${line}`);
      }
  };
  const timer = setInterval(() => void look().catch(() => undefined), pause);
  return () => {
    clearInterval(timer);
  };
}
