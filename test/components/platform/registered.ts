import type * as pulumi from "@pulumi/pulumi";
import { RecordingMonitor } from "../../../diff/recording-monitor";
import type { Value } from "../../../program/recording";
import type { Registration } from "../../../internals/offline";
import { recorded } from "./recorded";

/** One registration, of a component too. */
export interface Registered {
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  readonly parent: string;
  readonly inputs: Readonly<Record<string, Value>>;
  readonly custom: boolean;
  readonly protect: boolean;
  /** URN of its provider. */
  readonly provider: string;
  /** URNs of those that a remote component's children get. */
  readonly providers: readonly string[];
  readonly dependencies: readonly string[];
}

/** All that a component registers, with what decides the order in which the engine makes and deletes it. */
export class Registrations {
  private constructor(private readonly all: readonly Registered[]) {}

  static async of(make: (options: pulumi.ComponentResourceOptions) => unknown): Promise<Registrations> {
    const all: Registered[] = [];
    // eslint-disable-next-line @typescript-eslint/unbound-method -- put back as it was
    const { register } = RecordingMonitor.prototype;
    RecordingMonitor.prototype.register = function (registration) {
      const answer = register.call(this, registration);
      all.push(kept(registration, answer.urn));
      return answer;
    };
    try {
      await recorded(make);
    } finally {
      RecordingMonitor.prototype.register = register;
    }
    return new Registrations(all);
  }

  /** All that is made in a cloud: neither components nor providers. */
  get made(): readonly Registered[] {
    return this.all.filter(({ custom, type }) => custom && !type.startsWith("pulumi:"));
  }

  get titles(): string[] {
    return this.made.map(titleOf).sort();
  }

  /** @param kind the last part of a Pulumi type, or all of it. */
  ofKind(kind: string): Registered[] {
    return this.all.filter(({ type }) => type === kind || type.endsWith(`:${kind}`));
  }

  the(kind: string, name: string): Registered {
    const found = this.ofKind(kind).filter((one) => one.name === name);
    if (found.length !== 1 || found[0] === undefined) throw new Error(`${found.length} of ${kind} ${name}`);
    return found[0];
  }

  /**
   * Resources that are deleted only after this one in a destroy, as the engine orders deletions (pulumi/pulumi,
   * pkg/resource/graph/dependency_graph.go, DependenciesOf): what it depends on, with the children of a component; its
   * provider; its parent. And all of theirs.
   */
  outliving(kind: string, name: string): string[] {
    const found = new Set<Registered>();
    const add = (urn: string): void => {
      const one = this.all.find((each) => each.urn === urn);
      if (one === undefined || found.has(one)) return;
      found.add(one);
      follow(one);
    };
    const addAll = (urn: string): void => {
      add(urn);
      for (const { urn: child } of this.all.filter(({ parent }) => parent === urn)) addAll(child);
    };
    const follow = ({ dependencies, provider, parent }: Registered): void => {
      for (const urn of [...dependencies, provider].filter(Boolean)) addAll(urn);
      add(parent);
    };
    follow(this.the(kind, name));
    return [...found].map(titleOf).sort();
  }
}

/** Value of an output once its program has run. */
export const valueOf = <T>(output: pulumi.Output<T>): Promise<T> =>
  (output as unknown as { promise(): Promise<T> }).promise();

function kept(registration: Registration, urn: string): Registered {
  const urnOf = (reference: string) => reference.split("::").slice(0, -1).join("::");
  const { type, name, parent, inputs, custom, protect, provider, providers, dependencies } = registration;
  return {
    type,
    name,
    urn,
    parent,
    inputs: inputs as Registered["inputs"],
    custom,
    protect,
    provider: urnOf(provider),
    providers: providers.map(urnOf),
    dependencies,
  };
}

/** `Kind name`; a component's with its whole type, for some are called like what they are made of. */
const titleOf = ({ type, name, custom }: Registered): string =>
  `${custom ? (type.split(":").at(-1) ?? "") : type} ${name}`;
