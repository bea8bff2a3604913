import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ProjectSettings } from "@pulumi/pulumi/automation";
import { parse } from "yaml";
import { branches } from "../../branches";
import { onAws } from "./aws-cloud";
import { dockerBuild, PUSHED, registryFunctions } from "./aws-registry";
import { AwsStack } from "./aws-stack";
import { targetGroupFunctions } from "./aws-target-groups";
import type { Changes } from "./branch";
import type { Engine } from "./engine";
import { at } from "./kubernetes-rules";
import { SimulatedWitness } from "./simulated-witness";
import { Simulation } from "./simulation";

function projectDefaults(): NonNullable<ProjectSettings["config"]> {
  const file = readFileSync(join(__dirname, "../../Pulumi.yaml"), "utf8");
  return (parse(file) as { config: NonNullable<ProjectSettings["config"]> }).config;
}

/** The project on a simulated AWS: a platform and environments as stacks of one backend. */
export class AwsStacks {
  readonly platform: AwsStack;

  private constructor(
    readonly simulation: Simulation,
    readonly witness: SimulatedWitness,
  ) {
    this.platform = this.stackOf(simulation.engine, "platform", { role: "platform" });
  }

  static async start(): Promise<AwsStacks> {
    // The clouds answer for each other, and are there only once the simulation is.
    const clouds: { all?: Simulation } = {};
    const there = () => clouds.all ?? assert.fail();
    const aws = () => there().clouds.aws ?? assert.fail();
    const options = onAws({ ...registryFunctions, ...targetGroupFunctions(() => there().kubernetes) });
    const simulation = await Simulation.start({
      ...options,
      packages: { ...options.packages, "docker-build": dockerBuild(aws) },
      kubernetes: { ...options.kubernetes, patience: 300 },
      config: {},
      project: "turnout",
      stack: "platform",
      defaults: projectDefaults(),
    });
    clouds.all = simulation;
    const stacks = new AwsStacks(simulation, new SimulatedWitness(simulation.kubernetes));
    await stacks.platform.configure();
    return stacks;
  }

  /** Makes the stack of an environment. */
  async environment(name: string, own: Changes = {}): Promise<AwsStack> {
    const stack = this.stackOf(await this.simulation.engine.beside(name), name, own);
    await stack.configure();
    return stack;
  }

  private stackOf(engine: Engine, name: string, own: Changes): AwsStack {
    const run = { witness: this.witness, environments: () => Promise.resolve(this.environments()) };
    return new AwsStack(engine, name, this.simulation, run, own);
  }

  /** Namespaces of all environments that are in the cluster, by the labels that `live/look.ts` selects. */
  private environments(): string[] {
    const wanted = { "app.kubernetes.io/part-of": branches.app, "app.kubernetes.io/managed-by": "Pulumi" };
    return this.simulation.kubernetes
      .list()
      .filter(({ type }) => type === "kubernetes:core/v1:Namespace")
      .filter(({ properties }) =>
        Object.entries(wanted).every(
          ([label, value]) => at(properties, "metadata", "labels", label) === value,
        ),
      )
      .map(({ id }) => id);
  }

  /** All that is in the cluster and in AWS, as `type id`; what is there of itself, and pushed images, left out. */
  left(): string[] {
    const { kubernetes, clouds } = this.simulation;
    const own = kubernetes.list().filter(({ id }) => !["default", "kube-system"].includes(id));
    const inAws = clouds.aws?.list().filter(({ type }) => type !== PUSHED) ?? [];
    return [...own, ...inAws].map(({ type, id }) => `${type} ${id}`);
  }

  close(): Promise<void> {
    return this.simulation.close();
  }
}
