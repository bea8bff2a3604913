import type { EngineEvent, PulumiFn, Stack, UpOptions } from "@pulumi/pulumi/automation";
import { loadProgram } from "../../cli/engine";
import type { Operation } from "../../cli/operation";
import { Progress } from "../../cli/progress";
import { record } from "../../diff/record";
import { type Checkpoint, recordedApplication } from "../../release/checkpoint";
import type { RecordedApplication } from "../../release/model";
import { web } from "../components/declared";
import { through } from "../components/through";

/** A stack whose engine runs the real program, and makes true at once whatever that declares. */
export class FakeEngine {
  checkpoint: Checkpoint = {};
  applications: readonly object[] = [web];
  settings: Readonly<Record<string, string>> = {};
  /** Requests to the engine, in order. */
  readonly asked: string[] = [];
  /** Each application after each update that came to its end. */
  readonly history: Record<string, RecordedApplication>[] = [];
  /** Errors of the next updates instead of running the program; undefined lets one run. */
  failures: (string | undefined)[] = [];
  readonly said: string[] = [];
  readonly operation: Operation;
  /** Operations that an interrupted update had begun. */
  pending: readonly object[] = [];
  /** The resources of the exported state. */
  resources: readonly object[] | undefined;
  /** The state that was written instead of the one there was. */
  imported: object | undefined;
  /** The arguments of the processes of Pulumi's that were started. */
  readonly started: (readonly string[])[] = [];
  private readonly workspace: { program?: PulumiFn } & Record<string, unknown> = {
    workDir: "/nowhere",
    envVars: { TURNOUT_STACK: "dev" },
    pulumiCommand: {
      run: (args: readonly string[]) => {
        this.asked.push(args[0] ?? "");
        this.started.push(args);
        return Promise.resolve({ stdout: "", stderr: "", code: 0 });
      },
    },
  };

  /** @param namespace undefined where nobody is to watch anything. */
  constructor(namespace?: string, root = "/nowhere") {
    const print = (line: string) => void this.said.push(line);
    const stack = {
      name: "dev",
      workspace: this.workspace,
      up: (options: UpOptions) => this.up(options),
      exportStack: () => {
        const { pending: pending_operations, resources } = this;
        return Promise.resolve({ deployment: { pending_operations, ...(resources && { resources }) } });
      },
      importStack: ({ deployment }: { deployment: object }) => {
        this.asked.push("import");
        this.imported = deployment;
        return Promise.resolve();
      },
      refresh: () => {
        this.asked.push("refresh");
        return Promise.resolve();
      },
    } as unknown as Stack;
    this.operation = {
      stack,
      name: "dev",
      root,
      program: () => loadProgram(process.cwd()),
      namespace,
      progress: new Progress(print),
      print,
      cluster: () => Promise.reject(new Error("There is no cluster.")),
    };
  }

  get web(): RecordedApplication {
    return recordedApplication(this.checkpoint, "web");
  }

  private async up({ onEvent }: UpOptions): Promise<void> {
    this.asked.push("up");
    const failure = this.failures.shift();
    if (failure !== undefined) {
      const diagnosticEvent = { message: failure, severity: "error", color: "never" };
      onEvent?.({ sequence: 0, timestamp: 0, diagnosticEvent } as EngineEvent);
      throw new Error("update failed");
    }
    const { program = () => Promise.resolve() } = this.workspace;
    const values = {
      "turnout:domain": "localhost",
      "turnout:gateway": JSON.stringify({ namespace: "turnout-gateway", name: "shared" }),
      "turnout:applications": JSON.stringify(this.applications),
      ...this.settings,
    };
    const recording = await record({
      program: program as () => Promise<unknown>,
      project: "turnout",
      stack: "dev",
      config: { values, secretKeys: [] },
      checkpoint: this.checkpoint,
    });
    this.checkpoint = through(recording, this.checkpoint);
    const names = this.applications.map((application) => (application as { name: string }).name);
    this.history.push(
      Object.fromEntries(names.map((name) => [name, recordedApplication(this.checkpoint, name)])),
    );
  }
}
