import { closeSync, existsSync, fstatSync, openSync, readSync, statSync } from "node:fs";
import { dirname, join } from "node:path";

/** Where the Gateway logs each request in the Common Log Format, if it does. */
const file =
  process.env.TURNOUT_TEST_ACCESS_LOG ??
  join(dirname(process.env.KUBECONFIG ?? ""), "log", "gateway-access.log");

export interface Logged {
  readonly requests: number;
  /** By status, all that are not 200. */
  readonly failures: Readonly<Record<string, number>>;
}

/** The Gateway's own account of requests, from now on; undefined where it keeps none that can be read here. */
export class AccessLog {
  private constructor(private readonly from: number) {}

  static open(): AccessLog | undefined {
    return existsSync(file) ? new AccessLog(statSync(file).size) : undefined;
  }

  /** Requests for a path, with its query. */
  count(path: string): Logged {
    const line = new RegExp(`"GET ${path.replace(/[?.]/g, "\\$&")} HTTP/1\\.1" (\\d{3}) `);
    const failures: Record<string, number> = {};
    let requests = 0;
    for (const text of this.lines()) {
      const status = line.exec(text)?.[1];
      if (status === undefined) continue;
      requests++;
      if (status !== "200") failures[status] = (failures[status] ?? 0) + 1;
    }
    return { requests, failures };
  }

  private lines(): string[] {
    const descriptor = openSync(file, "r");
    try {
      const rest = Buffer.alloc(fstatSync(descriptor).size - this.from);
      readSync(descriptor, rest, 0, rest.length, this.from);
      return rest.toString("latin1").split("\n");
    } finally {
      closeSync(descriptor);
    }
  }
}
