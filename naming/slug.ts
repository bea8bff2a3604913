import { HASH_LENGTH, HASH_SUFFIX, shortHash } from "./hash";

const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/**
 * A branch name as a part of other names: a-z, 0-9 and single `-` between them, at most `limit` characters.
 *
 * Where that changes or cuts the text, the slug ends in a short hash of the original, so two texts never share a
 * slug; so does a text that already looks hashed, since it could be the slug of another. Total: any string has one.
 *
 * @param limit in characters, at least 20, so that something readable stays in front of the hash.
 */
export function slug(text: string, limit: number): string {
  return isSlug(text, limit) && !HASH_SUFFIX.test(text) ? text : hashedSlug(text, limit);
}

/** The same, with the hash in any case: for a text whose plain slug would give a name that is taken. */
export function hashedSlug(text: string, limit: number): string {
  const cut = readable(text).slice(0, limit - HASH_LENGTH - 1);
  return `${trimDashes(cut) || "branch"}-${shortHash(text)}`;
}

/** Whether a text can be the slug of some branch. */
export function isSlug(text: string, limit: number): boolean {
  return text.length <= limit && SLUG.test(text);
}

function readable(text: string): string {
  // NFKD takes é apart into e and a mark, and ﬁ into f and i: what is lost is the mark, not the letter.
  const letters = text
    .normalize("NFKD")
    .replace(/\p{Mark}+/gu, "")
    .toLowerCase();
  return trimDashes(letters.replace(/[^a-z0-9]+/g, "-"));
}

function trimDashes(text: string): string {
  return text.replace(/^-|-$/g, "");
}
