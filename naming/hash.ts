import { createHash } from "node:crypto";

/** Hex digits in a short hash: 48 bits, so among 100,000 names with the same readable part 1 in 50,000 that two meet. */
export const HASH_LENGTH = 12;

/** What a name ends in when it carries a short hash. */
export const HASH_SUFFIX = /-[0-9a-f]{12}$/;

// A lone surrogate has no UTF-8 form (Buffer would make all of them U+FFFD), so such text is hashed by its
// UTF-16 units, behind a byte that UTF-8 never holds.
const LONE_SURROGATE = /\p{Surrogate}/u;
const NOT_UTF8 = Buffer.of(0xff);

/**
 * The first 12 hex digits of the SHA-256 of a text's UTF-8 bytes, what `printf %s TEXT | sha256sum` prints,
 * so anyone can tell in a shell which branch a hashed name belongs to. Never throws.
 */
export function shortHash(text: string): string {
  const bytes = LONE_SURROGATE.test(text) ? Buffer.concat([NOT_UTF8, Buffer.from(text, "utf16le")]) : text;
  return createHash("sha256").update(bytes).digest("hex").slice(0, HASH_LENGTH);
}
