import type { Inputs } from "@pulumi/pulumi/output";
import { output } from "@pulumi/pulumi/output";
import type { ConstructResult } from "@pulumi/pulumi/provider/provider";
import { ConstructResponse, type ConstructRequest } from "@pulumi/pulumi/proto/provider_pb";
import {
  DependencyProviderResource,
  type Alias,
  type ComponentResourceOptions,
} from "@pulumi/pulumi/resource";
import { serializeResourceProperties } from "@pulumi/pulumi/runtime/rpc";
import { resetOptions } from "@pulumi/pulumi/runtime/settings";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import * as sdk from "./construct-sdk";

/** Registers a remote component and its children as any program does; answers with its URN and outputs. */
export type Component = (
  name: string,
  inputs: Inputs,
  options: ComponentResourceOptions,
) => ConstructResult | Promise<ConstructResult>;

/** The remote components of a package by Pulumi type, like `eks:index:Cluster`. */
export type Components = Record<string, Component>;

/**
 * Answers `Construct` as a provider written in Node does: against the engine that asks, with its own settings, so
 * that it can run inside the process of the program. `engine` is that engine's address.
 */
export function construct(request: ConstructRequest, components: Components, engine: string) {
  const component = components[request.getType()];
  if (!component) throw new Error(`There is no simulated component ${request.getType()}; write it.`);
  return sdk.withLocalStorage(() => orUncaught(make(request, component, engine)));
}

async function make(request: ConstructRequest, component: Component, engine: string) {
  resetOptions(
    request.getProject(),
    request.getStack(),
    request.getParallel(),
    engine,
    request.getMonitorendpoint(),
    request.getDryrun(),
    request.getOrganization(),
  );
  await sdk.awaitFeatureSupport();
  sdk.setAllConfig(Object.fromEntries(request.getConfigMap().entries()), request.getConfigsecretkeysList());
  const struct = request.getInputs() ?? new Struct();
  const dependencies = new Map(request.getInputdependenciesMap().entries());
  const inputs = await sdk.deserializeInputs(struct, dependencies);
  const { urn, state } = await component(request.getName(), inputs, optionsOf(request));
  const response = new ConstructResponse().setUrn(await known(urn));
  const label = `construct(${request.getType()}, ${request.getName()})`;
  const [properties, owners] = await serializeResourceProperties(label, state);
  for (const [property, resources] of owners) {
    const urns = await Promise.all([...resources].map((resource) => known(resource.urn)));
    response
      .getStatedependenciesMap()
      .set(property, new ConstructResponse.PropertyDependencies().setUrnsList(urns));
  }
  response.setState(Struct.fromJavaScript(properties));
  await sdk.waitForRPCs();
  return response;
}

/** The component's options as its provider gets them; hooks and transforms stay with the program. */
function optionsOf(request: ConstructRequest): ComponentResourceOptions {
  const parent = request.getParent();
  const providers = [...request.getProvidersMap().entries()].map(
    ([name, reference]) => [name, new DependencyProviderResource(reference)] as const,
  );
  return {
    aliases: request.getAliasesList().map(aliasOf),
    dependsOn: request.getDependenciesList().map((urn) => new sdk.DependencyResource(urn)),
    protect: request.getProtect(),
    providers: Object.fromEntries(providers),
    ...(parent && { parent: new sdk.DependencyResource(parent) }),
    retainOnDelete: request.getRetainondelete(),
  };
}

function aliasOf(message: ReturnType<ConstructRequest["getAliasesList"]>[number]): string | Alias {
  const spec = message.getSpec();
  if (!spec) return message.getUrn();
  const [name, parent] = [spec.getName(), spec.getParenturn()];
  return { ...(name && { name }), ...(parent && { parent }) };
}

/** An uncaught error inside a component fails it, or the engine would wait without end. */
function orUncaught<T>(work: Promise<T>): Promise<T> {
  const kinds = ["uncaughtException", "unhandledRejection"] as const;
  return new Promise<T>((resolve, reject) => {
    const fail = (error: unknown) => reject(error instanceof Error ? error : new Error(String(error)));
    for (const kind of kinds) process.on(kind, fail);
    const over = () => kinds.forEach((kind) => process.off(kind, fail));
    work.then(resolve, fail).finally(over);
  });
}

const known = (urn: ConstructResult["urn"]) =>
  (output(urn) as unknown as { promise(): Promise<string> }).promise();
