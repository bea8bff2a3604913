import { createRequire } from "node:module";
import type { Inputs } from "@pulumi/pulumi/output";
import type { Resource } from "@pulumi/pulumi/resource";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";

/**
 * Parts of @pulumi/pulumi 3.248 that a provider written in Node uses for `Construct` (its provider/server.js), and the SDK
 * does not declare: `@internal`. `Server` itself is not exported, and its `main` serves once per process.
 */
interface Internals {
  /** Runs with settings, configuration and connections of its own, beside any program of this process. */
  withLocalStorage: <T>(work: () => Promise<T>) => Promise<T>;
  awaitFeatureSupport: () => Promise<void>;
  waitForRPCs: () => Promise<void>;
  setAllConfig: (config: Record<string, string>, secretKeys: string[]) => void;
  deserializeInputs: (inputs: Struct, dependencies: ReadonlyMap<string, PropertyUrns>) => Promise<Inputs>;
  DependencyResource: new (urn: string) => Resource;
}

interface PropertyUrns {
  getUrnsList(): string[];
}

const load = createRequire(__filename) as (path: string) => Internals;

export const { withLocalStorage } = load("@pulumi/pulumi/runtime/state");
export const { awaitFeatureSupport, waitForRPCs } = load("@pulumi/pulumi/runtime/settings");
export const { setAllConfig } = load("@pulumi/pulumi/runtime/config");
export const { deserializeInputs } = load("@pulumi/pulumi/provider/server");
export const { DependencyResource } = load("@pulumi/pulumi/resource");
