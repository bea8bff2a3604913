import { replicas } from "./kubernetes-readiness";
import { at } from "./kubernetes-rules";
import type { CloudObject } from "./simulated-cloud";
import type { Properties } from "./wire-value";

/** Ready pods by their template. */
type Running = ReadonlyMap<string, number>;

/**
 * The pods that run of each Deployment. New ones that don't come up leave those of the template before running, Ready
 * and counted among all the others (`maxUnavailable: 0`, which is what this project declares).
 */
export class RunningPods {
  private readonly running = new Map<string, Running>();

  /** Keeps the pods as they are now; what it returns brings them back. */
  save(): () => void {
    const kept = [...this.running];
    return () => {
      this.running.clear();
      for (const [id, running] of kept) this.running.set(id, running);
    };
  }

  /** No pod of it is Ready any more. */
  stop(id: string): void {
    this.running.delete(id);
  }

  /**
   * Lets a Deployment's pods become what it asks for, as far as new ones come up.
   *
   * @returns its `status` as its controller writes it: no count of 0.
   */
  follow(deployment: CloudObject, comeUp: boolean): Properties {
    const { id, properties } = deployment;
    const count = replicas(deployment);
    const template = JSON.stringify(at(properties, "spec", "template"));
    const before = this.running.get(id) ?? new Map<string, number>();
    const kept = Math.min(before.get(template) ?? 0, count);
    const now: Running =
      comeUp || count === 0 ? new Map([[template, count]]) : new Map([...before, [template, kept]]);
    this.running.set(id, now);
    const ready = [...now.values()].reduce((sum, pods) => sum + pods, 0);
    const all = ready + count - (now.get(template) ?? 0);
    const counts = {
      replicas: all,
      updatedReplicas: count,
      readyReplicas: ready,
      availableReplicas: ready,
      unavailableReplicas: all - ready,
    };
    return {
      observedGeneration: at(properties, "metadata", "generation"),
      ...Object.fromEntries(Object.entries(counts).filter(([, pods]) => pods > 0)),
      conditions: [{ type: "Available", status: ready >= count ? "True" : "False" }],
    };
  }
}
