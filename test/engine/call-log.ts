import { setTimeout as sleep } from "node:timers/promises";
import { hits, type Fault } from "./fault";
import { NotReady } from "./simulated-cloud";
import type { Path, Properties } from "./wire-value";

/** A method that an engine calls on a provider. */
export type Method = "check" | "diff" | "create" | "read" | "update" | "delete" | "invoke";

/** One call that an engine made to a simulated provider. */
export interface Call {
  /** Number among the calls of this operation that change a cloud (create, update, delete), from 1; else absent. */
  step?: number;
  method: Method;
  package: string;
  urn: string;
  /** The Pulumi type, like `kubernetes:apps/v1:Deployment`; for an invoke its token. */
  type: string;
  /** The Pulumi resource's name, the last part of its URN. */
  name: string;
  /** The cloud's own id, once there is one: `namespace/name` in Kubernetes. */
  id?: string;
  /** A preview's call changes nothing. */
  preview: boolean;
  /** Whether the cloud had not changed yet, or had, when the call ended (or the engine died). */
  phase: "before" | "after";
  /** Plain values; a delete has none. */
  inputs: Properties;
  /** Where in `inputs` the engine sent secrets. */
  secrets: Path[];
  /** Error of a call that failed. */
  error?: string;
}

/** Every call of every provider of one simulation, in order of arrival, and the faults that strike them. */
export class CallLog {
  readonly calls: Call[] = [];
  private faults: Fault[] = [];
  private steps = 0;
  private first = 0;
  private kill: () => Promise<void> = () =>
    Promise.reject(new Error("No engine is running that could be killed."));

  /** Starts an operation of the engine: steps count from 1 again, and only these faults strike. */
  begin(faults: Fault[], kill: () => Promise<void>): void {
    this.faults = faults;
    this.kill = kill;
    this.steps = 0;
    this.first = this.calls.length;
  }

  /** The calls of the operation that was begun last. */
  current(): Call[] {
    return this.calls.slice(this.first);
  }

  /** Notes a call, then does it with the faults meant for it; `change` must leave the cloud alone when it throws. */
  async perform<T>(call: Omit<Call, "phase">, change: (unready: boolean) => T | Promise<T>): Promise<T> {
    const changesCloud = !call.preview && ["create", "update", "delete"].includes(call.method);
    const noted: Call = { ...call, phase: "before", ...(changesCloud && { step: ++this.steps }) };
    this.calls.push(noted);
    const faults = this.faults.filter((fault) => hits(fault, noted));
    try {
      for (const fault of faults) if (fault.when === "before") await this.strike(fault);
      const result = await change(faults.some(isUnready));
      noted.phase = "after";
      for (const fault of faults) if (fault.when === "after") await this.strike(fault);
      return result;
    } catch (error) {
      if (error instanceof NotReady) {
        noted.phase = "after"; // the cloud has changed
        const late = faults.filter(({ when }) => when !== "before");
        for (const fault of late) await this.strike(fault).catch(() => undefined);
      }
      noted.error = error instanceof Error ? error.message : String(error);
      throw error;
    }
  }

  private async strike(fault: Fault): Promise<void> {
    if (fault.do === "unready") return;
    if (fault.do === "kill") {
      await this.kill();
      throw new Error("The engine was killed during this call.");
    }
    if ("delay" in fault.do) await sleep(fault.do.delay);
    else throw new Error(fault.do.fail);
  }
}

const isUnready = (fault: Fault) => fault.do === "unready" || fault.when === "during";
