import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { gatewayPort } from "./gateway";

export interface LoadOrder {
  readonly port: number;
  /** Asked in turns. */
  readonly hosts: readonly string[];
  readonly path: string;
  readonly connections: number;
  readonly mostPerSecond: number;
}

/** Results of all requests. */
export interface LoadTally {
  requests: number;
  readonly failures: { readonly at: number; readonly reason: string }[];
  /** By the answers' own word; times in milliseconds since 1970. */
  readonly releases: Record<string, { readonly first: number; last: number; requests: number }>;
  seconds: number;
}

/** Requests through the Gateway, from a process of its own, until it is told to end. */
export class Load {
  private readonly child: ChildProcess;
  private readonly seen = new Set<string>();
  private tally: LoadTally | undefined;

  private constructor(order: LoadOrder) {
    this.child = fork(join(__dirname, "load-process.ts"), [JSON.stringify(order)], {
      execArgv: ["--require", "tsx/cjs"],
    });
    this.child.on("message", (message: { readonly seen: string } | LoadTally) => {
      if ("seen" in message) this.seen.add(message.seen);
      else this.tally = message;
    });
  }

  /**
   * @param path of all requests; identifies this load's requests in the Gateway's log.
   * @param mostPerSecond a load that takes all there is would only starve the engine that it watches.
   */
  static async start(hosts: readonly string[], path: string, mostPerSecond = 1500): Promise<Load> {
    const load = new Load({ port: gatewayPort, hosts, path, connections: 16, mostPerSecond });
    await load.until(() => load.seen.size > 0);
    return load;
  }

  /** Waits until a release answers that didn't before. */
  async untilAnother(): Promise<void> {
    const { size } = this.seen;
    await this.until(() => this.seen.size > size);
  }

  async end(): Promise<LoadTally> {
    const exit = once(this.child, "exit");
    this.child.send("end");
    await exit;
    if (this.tally === undefined) throw new Error("The load's process ended without a word.");
    return this.tally;
  }

  private async until(is: () => boolean): Promise<void> {
    while (!is()) {
      if ((this.child.exitCode ?? this.child.signalCode) !== null)
        throw new Error("The load's process ended by itself.");
      await Promise.race([once(this.child, "message"), once(this.child, "exit")]);
    }
  }
}
