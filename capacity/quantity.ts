/** https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ : what a suffix multiplies with. */
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

/**
 * A Kubernetes quantity as a number of its unit: `250m` CPU is 0.25, `1Ki` is 1024 bytes; undefined for what is none.
 * Own code: the client's parser loads the whole client, and takes no `1.5Gi`.
 */
export function quantity(value: unknown): number | undefined {
  if (typeof value !== "number" && typeof value !== "string") return undefined;
  const [, digits, suffix = ""] =
    /^([0-9]+\.?[0-9]*(?:[eE][+-]?[0-9]+)?|\.[0-9]+)([a-zA-Z]*)$/.exec(String(value)) ?? [];
  const factor = factors[suffix];
  return digits === undefined || factor === undefined ? undefined : Number(digits) * factor;
}
