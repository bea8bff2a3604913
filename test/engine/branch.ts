import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Run } from "../../program/planned-application";
import ownProgram from "../../index";
import type { turnout } from "../../turnout";
import type { RecordedApplication } from "../../release/model";
import { mergeStackFiles } from "../../settings/stack-files";
import type { OperationOptions } from "./engine";
import type { Outcome } from "./outcome";
import { inCluster, SimulatedWitness } from "./simulated-witness";
import { Simulation, type SimulationOptions } from "./simulation";

const root = join(__dirname, "../..");

/** Settings of `turnout:` that a test lays over the project's own. */
export type Changes = Readonly<Record<string, unknown>>;

interface BranchOptions extends Pick<SimulationOptions, "packages"> {
  readonly patience?: number;
  readonly program?: ReturnType<typeof turnout>;
}

/** Settings of one application, with a test's own beside or instead of them. */
export const application = (image: string, more: object = {}): object => ({
  name: "web",
  image,
  port: 8080,
  probes: { readiness: { path: "/readyz" }, liveness: { path: "/healthz" } },
  ...more,
});

/** Settings of a branch with one application. */
export const web = (image: string, more: object = {}): Changes => ({
  applications: [application(image, more)],
});

/** Changes of an operation, in its order: `update Deployment web-green`. */
export const stepsOf = ({ steps }: Outcome): string[] =>
  steps.map(({ method, type, name }) => `${method} ${type.split(":").at(-1) ?? ""} ${name}`);

/** All that the engine says of an update that a check of the release kept from a change. */
export const refusal = (hook: string, sentence: string): string =>
  `error: before hook "${hook}" failed: ${sentence}\nerror: update failed`;

/**
 * A branch's stack on a simulated cluster: the project's own configuration, as the Pulumi CLI would hand it over,
 * with a test's changes on top, and the project's own program, its eyes on that cluster.
 */
export class Branch {
  readonly witness: SimulatedWitness;
  /** Of its applications. */
  private names: readonly string[] = [];

  private constructor(
    readonly simulation: Simulation,
    /** Another project's where a test gives one. */
    public program: ReturnType<typeof turnout>,
  ) {
    this.witness = new SimulatedWitness(simulation.kubernetes);
  }

  /** `patience` are the milliseconds that the provider waits for pods. */
  static async start(
    stack: string,
    changes: Changes = {},
    { patience = 500, program = ownProgram, packages = {} }: BranchOptions = {},
  ): Promise<Branch> {
    const branch = new Branch(
      await Simulation.start({ project: "turnout", stack, kubernetes: { patience }, packages }),
      program,
    );
    await branch.configure(changes);
    return branch;
  }

  /** Changes what the stack is to be, as an edit of its file does. */
  async configure(changes: Changes): Promise<void> {
    this.names = ((changes.applications ?? []) as { name: string }[]).map(({ name }) => name);
    const defaults = mergeStackFiles(readFileSync(join(root, "Pulumi.yaml"), "utf8"), undefined).values;
    const texts = Object.fromEntries(
      Object.entries(changes).map(([key, value]) => [
        `turnout:${key}`,
        typeof value === "string" ? value : JSON.stringify(value),
      ]),
    );
    // What is the engine's own can't be told as text, and changes no name of an environment's objects.
    const all = Object.entries({ ...defaults, ...texts }).filter(([key]) => key !== "pulumi:autonaming");
    await this.simulation.engine.stack.setAllConfig(
      Object.fromEntries(all.map(([key, value]) => [key, { value, secret: value.includes('"secrets"') }])),
    );
  }

  /** Runs `pulumi up`, or a command with a request. */
  up(run: Run = {}, options: OperationOptions = {}): Promise<Outcome> {
    return this.simulation.engine.up(() => this.program({ witness: this.witness, ...run }), options);
  }

  preview(run: Run = {}): Promise<Outcome> {
    return this.simulation.engine.preview(() => this.program({ witness: this.witness, ...run }));
  }

  /** An application as it really is in the cluster. */
  now(name = "web"): RecordedApplication {
    return inCluster(this.simulation.kubernetes, name);
  }

  /** All its applications as they really are in the cluster, by name. */
  all(): Record<string, RecordedApplication> {
    return Object.fromEntries(this.names.map((name) => [name, this.now(name)]));
  }

  /** Why pods of a Deployment would not come up if they were started now; empty where they would. */
  startProblems(deployment: string): string[] {
    return this.simulation.kubernetes.startProblems(`smallcase-develop/${deployment}`);
  }

  close(): Promise<void> {
    return this.simulation.close();
  }
}
