import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { parse, parseDocument } from "yaml";
import { withoutStack } from "../problems/problem";

interface Named<T extends string> {
  name?: string;
  [key: string]: unknown;
  kind?: T;
}

interface Kubeconfig {
  "current-context"?: string;
  contexts?: (Named<"context"> & { context?: { cluster?: string } })[];
  clusters?: (Named<"cluster"> & { cluster?: Record<string, unknown> })[];
}

/**
 * Identity of the cluster that a context leads to: a hash of its address and certificate authority, so that a context
 * that was pointed elsewhere, or a cluster rebuilt under the same name, is another cluster.
 *
 * @param context the context's name; unset means the current one.
 * @returns undefined where there is no kubeconfig, or the context isn't in it.
 */
export function clusterIdentity(kubeconfigs: readonly string[], context?: string): string | undefined {
  const cluster = clusterIn(kubeconfigs, context);
  if (cluster === undefined) return undefined;
  const { server, "certificate-authority-data": data, "certificate-authority": file } = cluster;
  return createHash("sha256")
    .update(JSON.stringify([server, data ?? file]))
    .digest("hex")
    .slice(0, 16);
}

function clusterIn(
  kubeconfigs: readonly string[],
  context = currentContext(kubeconfigs),
): Record<string, unknown> | undefined {
  const files = kubeconfigs.map(contentOf);
  if (context === undefined) return undefined;
  const clusterName = files.flatMap((file) => file.contexts ?? []).find(({ name }) => name === context)
    ?.context?.cluster;
  return files.flatMap((file) => file.clusters ?? []).find(({ name }) => name === clusterName)?.cluster;
}

/** A context and the address of its cluster. */
export interface CurrentCluster {
  readonly context: string;
  readonly server: string;
}

/** Undefined where there is no current context, or it leads to no cluster. */
export function currentCluster(kubeconfigs: readonly string[]): CurrentCluster | undefined {
  const context = currentContext(kubeconfigs);
  const server = clusterIn(kubeconfigs, context)?.server;
  return context === undefined || typeof server !== "string" ? undefined : { context, server };
}

/** The cluster that a stack belongs to: the one that its settings require, else the one that its checkpoint recorded. */
export const expectedCluster = ({ pinned, recorded }: ExpectedCluster): string | undefined =>
  pinned ?? recorded;

export interface ExpectedCluster {
  /** Identity that the settings require. */
  readonly pinned?: string | undefined;
  /** Identity that the last checkpoint recorded. */
  readonly recorded?: string | undefined;
}

/** Those that were read last, by their text: each is asked for several times, and reading YAML takes time. */
const read = new Map<string, Kubeconfig>();

const contentOf = (text: string): Kubeconfig => read.get(text) ?? ((parse(text) ?? {}) as Kubeconfig);

/** The current context, from the first file that names one; undefined where none does. */
export function currentContext(kubeconfigs: readonly string[]): string | undefined {
  const named = kubeconfigs.map((text) => contentOf(text)["current-context"]);
  return named.find((name) => name !== undefined && name !== "");
}

/**
 * The kubeconfig files that kubectl would read, in its order; those that can't be read are left out.
 *
 * @throws Error in one sentence for a file that is not YAML.
 */
export function readKubeconfigs(environment: NodeJS.ProcessEnv): string[] {
  read.clear();
  const paths = environment.KUBECONFIG?.split(delimiter).filter(Boolean) ?? [
    join(homedir(), ".kube", "config"),
  ];
  return paths.flatMap((path) => {
    let text: string;
    try {
      text = readFileSync(path, "utf8");
    } catch {
      return [];
    }
    const document = parseDocument(text);
    if (document.errors.length === 0) {
      read.set(text, (document.toJS() ?? {}) as Kubeconfig);
      return [text];
    }
    throw withoutStack(
      new Error(`Kubeconfig ${path} is not YAML: correct it, or set KUBECONFIG to another file.`),
    );
  });
}
