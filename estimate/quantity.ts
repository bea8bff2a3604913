/**
 * https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ : the families of suffixes, from the
 * smallest on, each the same number of times its predecessor.
 */
const decimal = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"];
const binary = ["Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];

/** A number with a sign or without, then an exponent or a suffix, never both; `E` alone is exa. */
const form = /^([+-]?)([0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE]([+-]?[0-9]{1,2})|([a-zA-Z]*))$/;

const billion = 9; // zeros

/** In billionths, the finest part that Kubernetes keeps; a finer one is rounded up, away from zero. */
function billionths(value: unknown): bigint | undefined {
  if (typeof value !== "number" && typeof value !== "string") return undefined;
  const [, sign, digits, exponent = "0", suffix = ""] = form.exec(String(value)) ?? [];
  const [ten, two] = [decimal.indexOf(suffix), binary.indexOf(suffix)];
  if (digits === undefined || (ten < 0 && two < 0)) return undefined;
  const [whole = "", fraction = ""] = digits.split(".");
  const tens = Number(exponent) - fraction.length + (ten < 0 ? billion : 3 * ten);
  const number = BigInt(whole + fraction) * (two < 0 ? 1n : 1024n ** BigInt(two + 1));
  const part = 10n ** BigInt(Math.max(0, -tens));
  const size = (number * 10n ** BigInt(Math.max(0, tens)) + part - 1n) / part;
  return sign === "-" ? -size : size;
}

/**
 * A Kubernetes quantity as a number of its unit: `250m` CPU is 0.25, `1Ki` is 1024 bytes; undefined for what is none.
 * Own code: the client's parser loads the whole client, and takes no `1.5Gi`.
 */
export function quantity(value: unknown): number | undefined {
  const all = billionths(value);
  if (all === undefined) return undefined;
  const one = 10n ** BigInt(billion);
  // In two parts: whole numbers of bytes stay whole.
  return Number(all / one) + Number(all % one) / Number(one);
}

/** Whether two values are the same quantity, however each is written: `1000m` and `1`, `1Gi` and `1024Mi`. */
export function isSameQuantity(one: unknown, other: unknown): boolean {
  const all = billionths(one);
  return all !== undefined && all === billionths(other);
}

/** A quantity with the largest suffix that leaves no fraction, as Kubernetes writes it: `1` for `1000m`, `1Gi` for `1024Mi`. */
export function canonicalQuantity(text: string): string {
  const all = billionths(text);
  if (!all) return text;
  const fitting = (text.endsWith("i") ? ["", ...binary] : decimal).flatMap((suffix) => {
    const size = billionths(`1${suffix}`) ?? all;
    return all % size === 0n ? [`${all / size}${suffix}`] : [];
  });
  return fitting.at(-1) ?? text;
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
