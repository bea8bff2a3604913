import fc from "fast-check";
import type { Sample } from "../../traffic/request";

/** An answer of a release. */
export const answer = (release: string, at = 0, milliseconds = 5, status = 200): Sample => ({
  at,
  milliseconds,
  status,
  release,
});

/** No answer. */
export const broken = (at = 0, milliseconds = 1): Sample => ({
  at,
  milliseconds,
  status: 0,
  error: "connect ECONNREFUSED 127.0.0.1:80",
});

/** An answer of the gateway's own. */
export const refused = (at = 0, status = 503): Sample => ({
  at,
  milliseconds: 1,
  status,
  error: `status ${status} without X-Release`,
});

/** As many answers of a release, each so much after the one before. */
export const row = (release: string, count: number, from = 0, step = 20): Sample[] =>
  Array.from({ length: count }, (_, index) => answer(release, from + index * step));

/** Any sample of releases a and b, at any time of a minute. */
export const anySample: fc.Arbitrary<Sample> = fc
  .tuple(fc.nat(60_000), fc.nat(9_000), fc.constantFrom("a", "b", "none"), fc.constantFrom(200, 404, 500, 0))
  .map(([at, milliseconds, release, status]) => {
    if (status === 0) return broken(at, milliseconds);
    return release === "none" ? refused(at, 503) : answer(release, at, milliseconds, status);
  });
