import { createHash, scryptSync } from "node:crypto";

/** Characters of a release's name: 40 bits keep releases of one application apart, and a person can read them out. */
const releaseLength = 10;

/**
 * Cost of one guess at a secret from its fingerprint, which every pod's label shows:
 * scrypt at N = 2^12 takes some 10 ms, where a plain hash would give away short passwords.
 */
const guessCost = { N: 4096, r: 8, p: 1 };

/**
 * Name of a release whose pods get a value that only the update knows: never that of a release which is there, and it
 * says so itself.
 */
export const provisional = (release: string): string => `provisional-${release}`;

/** Name of a release: the same for the same pod template, however its keys are ordered. */
export function releaseName(template: unknown, secrets: Readonly<Record<string, string>>): string {
  return createHash("sha256")
    .update(canonical([template, secrets]))
    .digest("hex")
    .slice(0, releaseLength);
}

/** Stands for a secret's value wherever its change must be noticed; `scope` keeps equal values apart. */
export function fingerprint(scope: string, value: string): string {
  return scryptSync(value, scope, 16, guessCost).toString("hex");
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
