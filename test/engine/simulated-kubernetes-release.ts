import type { Checked, CheckRequest, CloudObject } from "./simulated-cloud";
import type { Properties } from "./wire-value";

/** A Helm release: one resource, whose chart's objects a test doesn't see. */
export const RELEASE = "kubernetes:helm.sh/v3:Release";

/** Gives a release its name and namespace where the program didn't, as the real provider does. */
export function checkedRelease({ name, inputs, old, seed }: CheckRequest, namespace: unknown): Checked {
  const madeUp = old?.name ?? `${name}-${seed.slice(0, 8)}`;
  return { inputs: { name: madeUp, namespace, ...inputs }, failures: [] };
}

/** Whether a change at this path replaces a release (`forceNewFields` in helm_release.go). */
export const replacesRelease = (path: string): boolean => path === "name" || path === "namespace";

/** Answer of Helm when a chart is installed or upgraded. */
export function released(inputs: Properties, revision: number): CloudObject {
  const { name, namespace, version } = inputs;
  const status = { name, namespace, version, revision, status: "deployed" };
  return { type: RELEASE, id: `${String(namespace)}/${String(name)}`, properties: { ...inputs, status } };
}
