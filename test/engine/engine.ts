import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
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
  private constructor(
    private readonly folder: string,
    private readonly process: EngineProcess,
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
    const folder = mkdtempSync(path.join(tmpdir(), "turnout-engine-"));
    const { project = "turnout", stack: name = "test", config = {} } = options;
    const state = path.join(folder, "state");
    mkdirSync(state);
    const command = new EngineProcess(binary);
    const workspace = await LocalWorkspace.create({
      workDir: folder,
      pulumiHome: path.join(folder, "home"),
      pulumiCommand: command,
      projectSettings: { name: project, runtime: "nodejs", backend: { url: `file://${state}` } },
      envVars: {
        PULUMI_CONFIG_PASSPHRASE: "simulated",
        PULUMI_DEBUG_PROVIDERS: providers.join(","),
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      },
    });
    const stack = await Stack.create(name, workspace);
    if (Object.keys(config).length > 0) await stack.setAllConfig(config);
    return new Engine(folder, command, log, { project, stack: name }, stack);
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
    const outputs = Object.entries(await this.stack.outputs());
    return Object.fromEntries(outputs.map(([name, { value }]) => [name, value as unknown]));
  }

  /** Ends whatever still runs and removes the stack's folder. */
  async close(): Promise<void> {
    await this.process.kill().catch(() => undefined);
    rmSync(this.folder, { recursive: true, force: true });
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
    const ended = await operation({ onEvent: (event) => events.push(event), onOutput }).then(
      () => ({ ok: true, output }),
      (error: unknown) => ({ ok: false, output: error instanceof Error ? error.message : String(error) }),
    );
    return outcomeOf(events, this.log.current(), { ...ended, killed });
  }
}
