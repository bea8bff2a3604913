/** https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ : the factor of each suffix. */
const factors: Readonly<Record<string, number>> = {
  "": 1,
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** A number with a sign or without, then an exponent or a suffix, never both; `E` alone is exa. */
const form = /^([+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+))(?:([eE][+-]?[0-9]+)|([a-zA-Z]*))$/;

/**
 * A Kubernetes quantity as a number of its unit: `250m` CPU is 0.25, `1Ki` is 1024 bytes; undefined for what is none.
 * Own code: the client's parser loads the whole client, and takes no `1.5Gi`.
 */
export function quantity(value: unknown): number | undefined {
  if (typeof value !== "number" && typeof value !== "string") return undefined;
  const [, digits, exponent = "", suffix = ""] = form.exec(String(value)) ?? [];
  const factor = Object.hasOwn(factors, suffix) ? factors[suffix] : undefined;
  return digits === undefined || factor === undefined ? undefined : Number(digits + exponent) * factor;
}

/** A CPU quantity in thousandths of a CPU, rounded up as Kubernetes does; undefined for what is none. */
export const milliCpu = (value: unknown): number | undefined => parts(value, 1e-3);

/** A memory quantity in MiB, rounded up; undefined for what is none. */
export const mebibytes = (value: unknown): number | undefined => parts(value, 2 ** 20);

function parts(value: unknown, part: number): number | undefined {
  const all = quantity(value);
  // The inner rounding takes off binary dust: 0.57 CPU is 570 thousandths.
  return all === undefined ? undefined : Math.ceil(Number((all / part).toFixed(6)));
}
