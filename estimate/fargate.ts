import type { Recording } from "../program/recording";
import { quantity } from "./quantity";

/** Resources that Fargate gives a pod, and bills. */
export interface FargateSize {
  readonly vcpu: number;
  readonly gigabytes: number;
}

/** Properties of a container that decide its pod's size. */
export interface Container {
  readonly resources?: { readonly requests?: Amounts; readonly limits?: Amounts };
  /** `Always` makes a sidecar of an init container. */
  readonly restartPolicy?: string;
}

interface Amounts {
  readonly cpu?: unknown;
  readonly memory?: unknown;
}

export interface PodSpec {
  readonly containers?: readonly Container[];
  readonly initContainers?: readonly Container[];
}

/** Each row: vCPUs, and the memory in GB that goes with them: from, to, step (docs/facts.md#fargate-sizes). */
const table: readonly (readonly [vcpu: number, from: number, to: number, step: number])[] = [
  [0.25, 0.5, 0.5, 1],
  [0.25, 1, 2, 1],
  [0.5, 1, 4, 1],
  [1, 2, 8, 1],
  [2, 4, 16, 1],
  [4, 8, 30, 1],
  [8, 16, 60, 4],
  [16, 32, 120, 8],
];

/** All sizes of Fargate, the smallest first. */
export const fargateSizes: readonly FargateSize[] = table.flatMap(([vcpu, from, to, step]) =>
  Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => ({
    vcpu,
    gigabytes: from + index * step,
  })),
);

/** For the kubelet, kube-proxy and containerd that share the pod's machine, in bytes (docs/facts.md#fargate-sizes). */
const ownMemory = 256 * 2 ** 20;
const gigabyte = 2 ** 30;
const exact = 1e-9; // vCPU: sums of fractions differ from the table in their last bit

/**
 * The smallest size that holds a pod: the sum of its containers or the largest of its init containers, whichever is
 * more, and what Fargate adds for itself; undefined where none is large enough, or a request is no quantity.
 */
export function fargateSize({ containers = [], initContainers = [] }: PodSpec): FargateSize | undefined {
  const isSidecar = ({ restartPolicy }: Container) => restartPolicy === "Always";
  const running = [...containers, ...initContainers.filter(isSidecar)];
  const need = (part: keyof Amounts) => {
    const together = running.reduce((sum, one) => sum + requested(one, part), 0);
    return Math.max(together, ...initContainers.map((one) => requested(one, part)));
  };
  const cpu = need("cpu");
  const memory = need("memory") + ownMemory;
  return fargateSizes.find(
    ({ vcpu, gigabytes }) => vcpu + exact >= cpu && gigabytes * gigabyte >= memory, // never for NaN
  );
}

/** A limit without a request counts as the request: Kubernetes fills it in. */
function requested({ resources }: Container, part: keyof Amounts): number {
  const value = resources?.requests?.[part] ?? resources?.limits?.[part];
  const amount = value === undefined ? 0 : quantity(value);
  return amount === undefined || amount < 0 ? NaN : amount;
}

/** `0.25 vCPU / 0.5 GB` */
export const sizeText = ({ vcpu, gigabytes }: FargateSize): string => `${vcpu} vCPU / ${gigabytes} GB`;

/** Whether a stack runs on AWS, where everything has a price and a quota; on a local cluster nothing has. */
export const isOnAws = ({ resources }: Recording): boolean =>
  resources.some(({ type }) => type === "pulumi:providers:aws");
