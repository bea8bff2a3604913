import type * as pulumi from "@pulumi/pulumi";
import { RecordingMonitor } from "../../../diff/recording-monitor";
import type { Value } from "../../../diff/recording";
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

/** What of the engine's request is kept. */
interface Request {
  getType(): string;
  getName(): string;
  getParent(): string;
  getCustom(): boolean;
  getProtect(): boolean;
  getProvider(): string;
  getProvidersMap(): { entries(): Iterable<[string, string]> };
  getDependenciesList(): string[];
  getObject(): { toJavaScript(): object } | undefined;
}

/** All that a component registers, with what decides the order in which the engine makes and deletes it. */
export class Registrations {
  private constructor(private readonly all: readonly Registered[]) {}

  static async of(make: (options: pulumi.ComponentResourceOptions) => unknown): Promise<Registrations> {
    const all: Registered[] = [];
    // eslint-disable-next-line @typescript-eslint/unbound-method -- put back as it was
    const { registerResource } = RecordingMonitor.prototype;
    RecordingMonitor.prototype.registerResource = function (request, callback) {
      return registerResource.call(this, request, (error, response) => {
        const { getUrn } = response as { getUrn: () => string };
        all.push(kept(request as unknown as Request, getUrn.call(response)));
        callback(error, response);
      });
    };
    try {
      await recorded(make);
    } finally {
      RecordingMonitor.prototype.registerResource = registerResource;
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
   * What goes only after this one in a destroy, as the engine orders deletions (pulumi/pulumi,
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

/** What an output is once its program has run. */
export const valueOf = <T>(output: pulumi.Output<T>): Promise<T> =>
  (output as unknown as { promise(): Promise<T> }).promise();

function kept(asked: Request, urn: string): Registered {
  const urnOf = (reference: string) => reference.split("::").slice(0, -1).join("::");
  return {
    type: asked.getType(),
    name: asked.getName(),
    urn,
    parent: asked.getParent(),
    inputs: (asked.getObject()?.toJavaScript() ?? {}) as Registered["inputs"],
    custom: asked.getCustom(),
    protect: asked.getProtect(),
    provider: urnOf(asked.getProvider()),
    providers: [...asked.getProvidersMap().entries()].map(([, reference]) => urnOf(reference)),
    dependencies: asked.getDependenciesList(),
  };
}

/** `Kind name`; a component's with its whole type, for some are called like what they are made of. */
const titleOf = ({ type, name, custom }: Registered): string =>
  `${custom ? (type.split(":").at(-1) ?? "") : type} ${name}`;
