import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  LocalWorkspace,
  Stack,
  type ConfigMap,
  type Deployment,
  type EngineEvent,
  type LocalWorkspaceOptions,
  type ProjectSettings,
  type PulumiFn,
} from "@pulumi/pulumi/automation";
import * as settings from "@pulumi/pulumi/runtime/settings";
import { quick } from "../../cli/engine";
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
  /** Faults during the operation. */
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

/** Name and configuration of a stack. */
export interface EngineOptions {
  /** Default `turnout`. */
  project?: string;
  /** Default `test`. */
  stack?: string;
  config?: ConfigMap;
  /** The `config:` of the project's file, for all its stacks. */
  defaults?: NonNullable<ProjectSettings["config"]>;
}

/** How a stack is destroyed. */
export interface DestroyOptions extends OperationOptions {
  /** Runs first, as `pulumi destroy --run-program` lets it: its hooks are asked before anything goes. */
  program?: PulumiFn;
}

/** Parts that all stacks of one backend share. */
interface Backend {
  readonly folder: string;
  readonly project: string;
  readonly process: EngineProcess;
  readonly workspaceOptions: LocalWorkspaceOptions & { readonly envVars: Record<string, string> };
  readonly log: CallLog;
}

/** The real Pulumi engine on a stack of its own: file backend and passphrase in a temporary folder, inline programs. */
export class Engine {
  private constructor(
    private readonly backend: Backend,
    private readonly name: string,
    private readonly workspace: LocalWorkspace,
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
    const { project = "turnout", stack = "test", config = {}, defaults } = options;
    const state = path.join(folder, "state");
    mkdirSync(state, { recursive: true });
    const command = new EngineProcess(binary);
    const workspaceOptions = {
      workDir: folder,
      pulumiHome: path.join(folder, "../home"),
      pulumiCommand: command,
      projectSettings: {
        name: project,
        runtime: "nodejs",
        backend: { url: `file://${state}` },
        ...(defaults && { config: defaults }),
      },
      envVars: {
        PULUMI_CONFIG_PASSPHRASE: "simulated",
        PULUMI_DEBUG_PROVIDERS: providers.join(","),
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      },
    } as const;
    const engine = await Engine.open({ folder, project, process: command, workspaceOptions, log }, stack);
    if (Object.keys(config).length > 0) await engine.stack.setAllConfig(config);
    return engine;
  }

  private static async open(backend: Backend, name: string): Promise<Engine> {
    const workspace = await LocalWorkspace.create(backend.workspaceOptions);
    // As the CLI does: an update must not read outputs and history after it, which takes as long as itself.
    const pulumiCommand = quick(
      backend.process,
      () => false,
      () => undefined,
    );
    const stack = await Stack.create(
      name,
      await LocalWorkspace.create({ ...backend.workspaceOptions, pulumiCommand }),
    );
    return new Engine(backend, name, workspace, stack);
  }

  /** Makes another stack of the same project in the same backend. One at a time runs; `close` ends all. */
  beside(stack: string): Promise<Engine> {
    return Engine.open(this.backend, stack);
  }

  /** Makes this all that the stack's own file says, objects as such; it starts no process. */
  async configure(config: Readonly<Record<string, unknown>>): Promise<void> {
    const { workspace } = this.stack;
    const kept = await workspace.stackSettings(this.name);
    await workspace.saveStackSettings(this.name, { ...kept, config });
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

  async destroy(options: DestroyOptions = {}): Promise<Outcome> {
    const { parallel, refresh, program } = options;
    const { workspace } = this.stack;
    if (program) workspace.program = program;
    const how = { parallel, refresh, ...(program && { runProgram: true }) };
    try {
      return await this.operate(options, (heard) => this.stack.destroy({ ...how, ...heard }));
    } finally {
      workspace.program = undefined;
    }
  }

  /** Any other command of the CLI on the stack, like `state unprotect --all`. @returns its output. */
  async command(...args: string[]): Promise<string> {
    const { process, workspaceOptions, folder } = this.backend;
    const { envVars, pulumiHome = "" } = workspaceOptions;
    const added = { ...envVars, PULUMI_HOME: pulumiHome };
    return (await process.run([...args, "--stack", this.name], folder, added)).stdout;
  }

  /** Lets faults strike whatever is done with `stack` itself until the next operation. */
  expect(faults: Fault[]): void {
    const { log, process } = this.backend;
    log.begin(faults, () => process.kill());
  }

  /** Frees the lock that a killed engine left. */
  cancel(): Promise<void> {
    return this.stack.cancel();
  }

  /** The checkpoint file of the backend, byte for byte: what a test for leaked secrets must read. */
  checkpoint(): string {
    const { folder, project } = this.backend;
    return readFileSync(path.join(folder, "state/.pulumi/stacks", project, `${this.name}.json`), "utf8");
  }

  /** The checkpoint as `pulumi stack export` gives it to the Automation API: secrets decrypted, but marked. */
  exportStack(): Promise<Deployment> {
    return this.stack.exportStack();
  }

  /** The stack's outputs as plain values, secrets too. */
  async outputs(): Promise<Record<string, unknown>> {
    const outputs = Object.entries(await this.workspace.stackOutputs(this.name));
    return Object.fromEntries(outputs.map(([name, { value }]) => [name, value as unknown]));
  }

  /** Keeps all stacks as they are now, with their configuration; what it returns brings that back, as often as is needed. */
  save(): () => void {
    const { folder } = this.backend;
    const copy = mkdtempSync(`${folder}-`);
    cpSync(folder, copy, { recursive: true });
    return () => {
      rmSync(folder, { recursive: true, force: true });
      cpSync(copy, folder, { recursive: true });
    };
  }

  /** Ends whatever still runs and removes the backend's folder. */
  async close(): Promise<void> {
    const { folder, process } = this.backend;
    await process.kill().catch(() => undefined);
    rmSync(path.dirname(folder), { recursive: true, force: true });
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
    const { log, process } = this.backend;
    log.begin(faults, async () => {
      killed = true;
      await process.kill();
    });
    const onOutput = (text: string) => (output += text);
    const removeAdded = watchHandlers();
    const ended = await operation({ onEvent: (event) => events.push(event), onOutput }).then(
      () => ({ ok: true, output }),
      (error: unknown) => ({ ok: false, output: error instanceof Error ? error.message : String(error) }),
    );
    if (killed) removeAdded();
    return outcomeOf(events, log.current(), { ...ended, killed });
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
