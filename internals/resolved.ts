import * as pulumi from "@pulumi/pulumi";

/** The value of an Input as far as this run of the program has it. */
export interface Resolved {
  /** Undefined where it isn't known. */
  readonly value: unknown;
  /**
   * False in a preview of a resource that is not made yet, in an update that leaves its resource out (`--target`), and
   * without an engine of whatever comes from a resource.
   */
  readonly isKnown: boolean;
  readonly isSecret: boolean;
}

/** Members of every Output that the SDK's type leaves out (sdk/nodejs/output.ts). */
interface Inside {
  readonly isKnown: Promise<boolean>;
  readonly isSecret: Promise<boolean>;
  promise(): Promise<unknown>;
  allResources(): Promise<ReadonlySet<pulumi.Resource>>;
}

/**
 * Waits for a value. In an update that takes until the resources that it comes from are made.
 *
 * @throws whatever kept it from being made.
 */
export async function resolved(input: unknown): Promise<Resolved> {
  const output = pulumi.output(input) as unknown as Inside;
  const [value, known, isSecret, sources] = await Promise.all([
    output.promise(),
    output.isKnown,
    output.isSecret,
    output.allResources(),
  ]);
  const isKnown = known && (await areMade([...sources]));
  return { value: known ? value : undefined, isKnown, isSecret };
}

async function areMade(sources: readonly pulumi.Resource[]): Promise<boolean> {
  // An offline run answers with a resource's own inputs: what its provider would say may be something else.
  if (pulumi.runtime.getEngine() === undefined) return sources.length === 0;
  if (pulumi.runtime.isDryRun()) return true;
  // Of a resource that is left out the engine says nothing, and a text made of that would read `undefined`.
  const ids = sources
    .filter((source) => pulumi.CustomResource.isInstance(source))
    .map(({ id }) => (id as unknown as Inside).promise());
  return (await Promise.all(ids)).every((id) => id !== undefined);
}
