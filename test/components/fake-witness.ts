import type { Bindings, ComingColor, GatewayState, Sight, Subject, Witness } from "../../program/witness";
import type { ClusterObject } from "../../release/drift";
import type { Color, RecordedApplication } from "../../release/model";
import type { Smoke } from "../../settings/rollout";
import { type Change, switchOf } from "../../traffic/switch";

/** Sees what it is told to see, and remembers what it was asked, in order. */
export class FakeWitness implements Witness {
  readonly asked: string[] = [];
  readonly subjects: Subject[] = [];
  readonly changes: Change[] = [];
  /** Why a change is not seen to be through; undefined where it is seen at once. */
  reason: string | undefined;
  moves = true;
  /** Applications whose smoke check fails. */
  broken: readonly string[] = [];
  /** What pods report that no waiting mends. */
  reports: ReadonlyMap<string, string> = new Map();
  /** A color's bindings at each look; the last ones stay. */
  bound: readonly Bindings[] = [];
  /** The Gateway at each look; the last one stays. */
  gateways: readonly GatewayState[] = [];

  /** @param live each application as the cluster has it. */
  constructor(readonly live: Record<string, RecordedApplication>) {}

  look(namespace: string, application: string): Promise<RecordedApplication> {
    this.asked.push(`look ${namespace}/${application}`);
    return Promise.resolve(this.live[application] ?? {});
  }

  hopeless({ application, color, release }: ComingColor): Promise<ReadonlyMap<string, string>> {
    this.asked.push(`pods of ${application}-${color} ${release}`);
    return Promise.resolve(this.reports);
  }

  pullAnew({ application, color, release }: ComingColor): Promise<void> {
    this.asked.push(`pull anew ${application}-${color} ${release}`);
    return Promise.resolve();
  }

  giveUp({ application, color }: ComingColor, attempt: string): Promise<void> {
    this.asked.push(`give up ${application}-${color} ${attempt}`);
    return Promise.resolve();
  }

  bindings(namespace: string, application: string, color: Color): Promise<Bindings> {
    this.asked.push(`bindings of ${namespace}/${application}-${color}`);
    const [now, ...later] = this.bound;
    if (later.length > 0) this.bound = later;
    return Promise.resolve(now ?? { routes: 2, bound: 2 });
  }

  gateway(): Promise<GatewayState> {
    const [state, ...later] = this.gateways;
    if (later.length > 0) this.gateways = later;
    return Promise.resolve(state ?? { isUp: true });
  }

  survey(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  apply({ metadata }: ClusterObject): Promise<void> {
    this.asked.push(`apply ${metadata?.name ?? ""}`);
    return Promise.resolve();
  }

  observeMove(subject: Subject): (change: Change, seconds: number) => Promise<Sight> {
    this.asked.push(`watch ${subject.application}`);
    this.subjects.push(subject);
    return (change, seconds) => {
      this.asked.push(`saw ${subject.application} within ${seconds}`);
      this.changes.push(change);
      const proof = switchOf(change, []);
      return Promise.resolve({
        moved: this.moves,
        proof,
        ...(this.reason !== undefined && { reason: this.reason }),
      });
    };
  }

  smoke(_check: Smoke, subject: Subject, release: string): Promise<void> {
    this.asked.push(`smoke ${subject.application} ${release}`);
    this.subjects.push(subject);
    return this.broken.includes(subject.application)
      ? Promise.reject(new Error(`The smoke check of ${subject.application} failed.`))
      : Promise.resolve();
  }
}
