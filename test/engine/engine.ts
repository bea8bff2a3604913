import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  LocalWorkspace,
  Stack,
  type ConfigMap,
  type Deployment,
  type EngineEvent,
  type PulumiFn,
} from "@pulumi/pulumi/automation";
import * as settings from "@pulumi/pulumi/runtime/settings";
import { quick } from "../../cli/quick-command";
import type { CallLog } from "./call-log";
import { EngineProcess } from "./engine-process";
import type { Fault } from "./fault";
import { outcomeOf, type Outcome } from "./outcome";

// gRPC keeps one pool of connections for the whole process, by address. A new engine that gets the port of one that
// was killed would be met with the old connection's failure ("14 UNAVAILABLE: No connection established").
Object.assign((settings as unknown as { grpcClientOptions: object }).grpcClientOptions, {
  "grpc.use_local_subchannel_pool": 1,
});

/** How one operation is to run. */
export interface OperationOptions {
  /** What goes wrong during it. */
  faults?: Fault[];
  /**
   * How many resources the engine works on at once; unset is the engine's own default. With 1 the steps come in
   * the order of the dependencies and of the program, which numbered faults need; but it also hides a missing
   * dependency, so use it for nothing else.
   */
  parallel?: number;
  /** Reads the clouds first, so that drift is seen. */
  refresh?: boolean;
}

/** What a stack is called and configured with. */
export interface EngineOptions {
  /** Default `turnout`. */
  project?: string;
  /** Default `test`. */
  stack?: string;
  config?: ConfigMap;
}

/** The real Pulumi engine on a stack of its own: file backend and passphrase in a temporary folder, inline programs. */
export class Engine {
  private copies = 0;

  private constructor(
    private readonly folder: string,
    private readonly process: EngineProcess,
    private readonly workspace: LocalWorkspace,
    private readonly log: CallLog,
    private readonly names: { project: string; stack: string },
    /** The Automation API's own handle, for what has no method here. */
    readonly stack: Stack,
  ) {}

  /** Makes the stack. `providers` are the simulated ones' addresses; a plugin of any other package is an error. */
  static async start(
    binary: string,
    providers: string[],
    log: CallLog,
    options: EngineOptions = {},
  ): Promise<Engine> {
    const folder = path.join(mkdtempSync(path.join(tmpdir(), "turnout-engine-")), "stack");
    const { project = "turnout", stack: name = "test", config = {} } = options;
    const state = path.join(folder, "state");
    mkdirSync(state, { recursive: true });
    const command = new EngineProcess(binary);
    const workspaceOptions = {
      workDir: folder,
      pulumiHome: path.join(folder, "../home"),
      pulumiCommand: command,
      projectSettings: { name: project, runtime: "nodejs", backend: { url: `file://${state}` } },
      envVars: {
        PULUMI_CONFIG_PASSPHRASE: "simulated",
        PULUMI_DEBUG_PROVIDERS: providers.join(","),
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      },
    } as const;
    const workspace = await LocalWorkspace.create(workspaceOptions);
    // As the CLI does: an update must not read outputs and history after it, which takes as long as itself.
    const pulumiCommand = quick(
      command,
      () => false,
      () => undefined,
    );
    const stack = await Stack.create(
      name,
      await LocalWorkspace.create({ ...workspaceOptions, pulumiCommand }),
    );
    if (Object.keys(config).length > 0) await stack.setAllConfig(config);
    return new Engine(folder, command, workspace, log, { project, stack: name }, stack);
  }

  preview(program: PulumiFn, options: OperationOptions = {}): Promise<Outcome> {
    const { parallel, refresh } = options;
    return this.operate(options, (heard) => this.stack.preview({ program, parallel, refresh, ...heard }));
  }

  up(program: PulumiFn, options: OperationOptions = {}): Promise<Outcome> {
    const { parallel, refresh } = options;
    return this.operate(options, (heard) => this.stack.up({ program, parallel, refresh, ...heard }));
  }

  refresh(options: OperationOptions = {}): Promise<Outcome> {
    const { parallel } = options;
    return this.operate(options, (heard) => this.stack.refresh({ parallel, ...heard }));
  }

  destroy(options: OperationOptions = {}): Promise<Outcome> {
    const { parallel, refresh } = options;
    return this.operate(options, (heard) => this.stack.destroy({ parallel, refresh, ...heard }));
  }

  /** Lets faults strike whatever is done with `stack` itself until the next operation. */
  expect(faults: Fault[]): void {
    this.log.begin(faults, () => this.process.kill());
  }

  /** Frees the lock that a killed engine left. */
  cancel(): Promise<void> {
    return this.stack.cancel();
  }

  /** The checkpoint file of the backend, byte for byte: what a test for leaked secrets must read. */
  checkpoint(): string {
    const { project, stack } = this.names;
    return readFileSync(path.join(this.folder, "state/.pulumi/stacks", project, `${stack}.json`), "utf8");
  }

  /** The checkpoint as `pulumi stack export` gives it to the Automation API: secrets decrypted, but marked. */
  exportStack(): Promise<Deployment> {
    return this.stack.exportStack();
  }

  /** The stack's outputs as plain values, secrets too. */
  async outputs(): Promise<Record<string, unknown>> {
    const outputs = Object.entries(await this.workspace.stackOutputs(this.names.stack));
    return Object.fromEntries(outputs.map(([name, { value }]) => [name, value as unknown]));
  }

  /** Keeps the stack as it is now, with its configuration; what it returns brings that back, as often as is needed. */
  save(): () => void {
    const copy = `${this.folder}-${++this.copies}`;
    cpSync(this.folder, copy, { recursive: true });
    return () => {
      rmSync(this.folder, { recursive: true, force: true });
      cpSync(copy, this.folder, { recursive: true });
    };
  }

  /** Ends whatever still runs and removes the stack's folder. */
  async close(): Promise<void> {
    await this.process.kill().catch(() => undefined);
    rmSync(path.dirname(this.folder), { recursive: true, force: true });
  }

  private async operate(
    { faults = [] }: OperationOptions,
    operation: (heard: {
      onEvent: (event: EngineEvent) => void;
      onOutput: (text: string) => void;
    }) => Promise<unknown>,
  ): Promise<Outcome> {
    const events: EngineEvent[] = [];
    let killed = false;
    let output = "";
    this.log.begin(faults, async () => {
      killed = true;
      await this.process.kill();
    });
    const onOutput = (text: string) => (output += text);
    const removeAdded = watchHandlers();
    const ended = await operation({ onEvent: (event) => events.push(event), onOutput }).then(
      () => ({ ok: true, output }),
      (error: unknown) => ({ ok: false, output: error instanceof Error ? error.message : String(error) }),
    );
    if (killed) removeAdded();
    return outcomeOf(events, this.log.current(), { ...ended, killed });
  }
}

/** The Automation API leaves its handlers behind when an engine dies; what this returns takes away those added since. */
function watchHandlers(): () => void {
  const kinds = ["uncaughtException", "unhandledRejection"] as const;
  const before = kinds.map((kind) => process.rawListeners(kind));
  return () => {
    for (const [index, kind] of kinds.entries())
      for (const handler of process.rawListeners(kind))
        if (!before[index]?.includes(handler)) process.off(kind, handler as (error: Error) => void);
  };
}
