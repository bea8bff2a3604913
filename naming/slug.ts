import { createHash } from "node:crypto";

/** How long each name may be, in characters (all but a branch's are ASCII, so also in bytes). */
export const LIMITS = {
  /** Pulumi: `[A-Za-z0-9_.-]{1,100}`, sdk/go/common/tokens/stack_name.go. */
  stack: 100,
  /** Kubernetes: a namespace is an RFC 1123 label, apimachinery/pkg/util/validation DNS1123LabelMaxLength. */
  namespace: 63,
  /** Kubernetes: apimachinery/pkg/util/validation LabelValueMaxLength. */
  labelValue: 63,
  /** One part of a hostname between dots: RFC 1035 §2.3.4. */
  dnsLabel: 63,
  /** A whole hostname: 255 octets on the wire (RFC 1035 §2.3.4) are 253 characters; Gateway API `Hostname` maxLength. */
  host: 253,
  /** Kubernetes: a Service is an RFC 1035 label, apimachinery/pkg/util/validation DNS1035LabelMaxLength. */
  service: 63,
  /** AWS: `Name` of CreateTargetGroup and of CreateLoadBalancer. */
  loadBalancing: 32,
  /** Ours: leaves room for a slug in every name below. */
  app: 20,
  /**
   * Ours: what `<app>-local-<slug>`, the longest default namespace, leaves for the slug: 63 - 20 - 7.
   * Not computed from the map at hand, because then a new rule would rename the environments of other branches.
   */
  slug: 36,
} as const;

/** Most characters a template may hold besides `<name>`, so that any slug fits. */
export const TEMPLATE_LIMITS = {
  stack: LIMITS.stack - LIMITS.slug,
  namespace: LIMITS.namespace - LIMITS.slug,
} as const;

/** Hex digits in a short hash: 48 bits, so among 100,000 names with the same readable part 1 in 50,000 that two meet. */
export const HASH_LENGTH = 12;

/** End of a name that has a short hash. */
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

/** A slug that always ends in the hash: for a text whose plain slug would give a name that is taken. */
export function hashedSlug(text: string, limit: number): string {
  const cut = readable(text).slice(0, limit - HASH_LENGTH - 1);
  return `${trimDashes(cut) || "branch"}-${shortHash(text)}`;
}

/** Whether a text can be the slug of some branch. */
export function isSlug(text: string, limit: number): boolean {
  return text.length <= limit && SLUG.test(text);
}

function readable(text: string): string {
  // NFKD takes é apart into e and a mark, and ﬁ into f and i: only the mark is lost, not the letter.
  const letters = text
    .normalize("NFKD")
    .replace(/\p{Mark}+/gu, "")
    .toLowerCase();
  return trimDashes(letters.replace(/[^a-z0-9]+/g, "-"));
}

function trimDashes(text: string): string {
  return text.replace(/^-|-$/g, "");
}
