import { takesPods } from "./aws-eks";
import { CallLog } from "./call-log";
import { Engine, type EngineOptions } from "./engine";
import { KubernetesCloud, type KubernetesOptions } from "./kubernetes-cloud";
import { pulumiBinary } from "./pulumi-binary";
import { SimulatedCloud, type CloudOptions } from "./simulated-cloud";
import { SimulatedProvider } from "./simulated-provider";

/** Parts of a simulation. */
export interface SimulationOptions extends EngineOptions {
  kubernetes?: KubernetesOptions;
  /** The other packages the program uses: `{ aws: {} }`. Any package not named here fails, as a plugin not found. */
  packages?: Record<string, CloudOptions>;
  /** Pods get a node only where a Fargate profile of the simulated `aws` takes their namespace. */
  onFargate?: boolean;
}

/**
 * The real Pulumi engine against clouds in this process: the second tier of tests (CONTRIBUTING.md).
 *
 * ```ts
 * const simulation = await Simulation.start({ config: { "turnout:replicas": { value: "2" } } });
 * const first = await simulation.engine.up(program);           // Outcome: ok, errors, changes, calls, steps
 * const again = await simulation.engine.up(program);           // again.changes is empty
 * const died = await simulation.engine.up(changed, {
 *   parallel: 1,                                               // numbered steps need a fixed order
 *   faults: [{ at: 2, when: "after", do: "kill" }],            // or at: (call) => call.name === "web-green"
 * });
 * await simulation.engine.cancel();                            // the lock of the killed engine
 * simulation.kubernetes.find("kubernetes:apps/v1:Deployment", "shop/web-green");
 * await simulation.close();                                    // in afterEach, whatever happened
 * ```
 *
 * The clouds live as long as the simulation, through any number of operations and deaths of the engine. Where no
 * `pulumi` is to be had, `setup.ts` leaves the whole tier out and says why.
 */
export class Simulation {
  private constructor(
    readonly engine: Engine,
    readonly kubernetes: KubernetesCloud,
    /** The other clouds by package. */
    readonly clouds: Record<string, SimulatedCloud>,
    /** Every call since the start, over all operations. */
    readonly log: CallLog,
    private readonly providers: SimulatedProvider[],
  ) {}

  /** Starts the providers and makes an empty stack; takes about a second. */
  static async start(options: SimulationOptions = {}): Promise<Simulation> {
    const log = new CallLog();
    const others = Object.entries(options.packages ?? {});
    const clouds = Object.fromEntries(others.map(([name, cloud]) => [name, new SimulatedCloud(name, cloud)]));
    const onFargate = options.onFargate && {
      hasNodes: (namespace: string) => takesPods(namespace, clouds.aws?.list() ?? []),
    };
    const kubernetes = new KubernetesCloud({ ...onFargate, ...options.kubernetes });
    const providers = [kubernetes, ...Object.values(clouds)].map(
      (cloud) => new SimulatedProvider(cloud, log),
    );
    await Promise.all(providers.map((provider) => provider.listen()));
    const addresses = providers.map(({ address }) => address);
    const engine = await Engine.start(await pulumiBinary(), addresses, log, options);
    return new Simulation(engine, kubernetes, clouds, log, providers);
  }

  /** Keeps the stack and the clouds as they are now; what it returns brings all back, as often as is needed. */
  save(): () => void {
    const others = Object.values(this.clouds).map((cloud) => cloud.save());
    const kept = [this.engine.save(), this.kubernetes.save(), ...others];
    return () => {
      for (const bringBack of kept) bringBack();
    };
  }

  /** Ends the engine if it still runs, stops the providers, removes the stack. */
  async close(): Promise<void> {
    await this.engine.close();
    for (const provider of this.providers) provider.close();
  }
}
