import type { Rule } from "../problems/problem";
import type { Contradiction } from "../problems/schema";

/** https://github.com/distribution/reference/blob/v0.6.0/reference.go : the grammar of a reference. */
const label = "[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?";
const host = `(?:localhost|${label}(?:\\.${label})+|${label}(?=:)|\\[[0-9a-fA-F:]+\\])(?::(?<port>[0-9]{1,5}))?`;
const part = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
const reference = new RegExp(
  `^(?<name>(?:${host}/)?${part}(?:/${part})*)(?::(?<tag>\\w[\\w.-]{0,127}))?(?<digest>@sha256:[0-9a-f]{64})?$`,
);

const isPort = (port = "1") => Number(port) > 0 && Number(port) < 65536;

/** As in the grammar's source, `NameTotalLengthMax`. */
const longestName = 255;

/** The parts of a reference; undefined for what no registry takes. */
function partsOf(image: string) {
  // A pattern needs no more: the longest name, tag and digest.
  if (image.length > longestName + 200) return undefined;
  const { name = "", port, tag, digest } = reference.exec(image)?.groups ?? {};
  const isTaken = name !== "" && name.length <= longestName && isPort(port);
  return isTaken ? { tag, digest } : undefined;
}

const registry = new RegExp(`^${host}(?:/${part})*$`);

/** Whether a text is a registry, with or without a path in it; an application's name, at most 40 characters, follows. */
export function isRegistry(text: string): boolean {
  const host = text.length < longestName - 40 ? registry.exec(text)?.groups : undefined;
  return host !== undefined && isPort(host.port);
}

/**
 * An image must always mean the same bytes: a tag that moves would change what runs without being a release. With
 * `build` the tag is the content's own, so none is written.
 */
export function imageProblems(image: unknown, build: unknown): Contradiction[] {
  if (typeof image !== "string") return [];
  const rule = build === undefined ? ruleAgainst(image) : ruleAgainstBuilt(image);
  return rule === undefined ? [] : [{ path: ["image"], value: image, rule }];
}

const lowerCase =
  "must be a reference that a registry takes, a name in lower case without https://, then a tag or a digest";

function ruleAgainst(image: string): Rule | undefined {
  const fix = "write it as registry/name:1.4.2 or registry/name@sha256:…";
  const parts = partsOf(image);
  if (parts === undefined) return `${lowerCase}; ${fix}`;
  const { tag, digest } = parts;
  return digest === undefined && (tag === undefined || tag === "latest")
    ? `must always mean the same image, by a digest or a tag other than latest; ${fix}`
    : undefined;
}

function ruleAgainstBuilt(image: string): Rule | undefined {
  const parts = partsOf(image);
  if (parts === undefined)
    return "must be a name that a registry takes, in lower case without https://; write it as registry/name";
  return parts.tag !== undefined || parts.digest !== undefined
    ? "must have no tag beside `build`, which gives it the tag of its content; write it as registry/name"
    : undefined;
}

/**
 * The tag of an image that is known to move: one without a digit, such as `main`, `stable` or `nightly`, or with `latest`
 * or `snapshot` in it, and one that is named after a branch. A version, a date, a number and a hash of a commit have digits.
 *
 * @param branches of the clone.
 * @returns undefined where there is a digest, or the tag may be one that stays.
 */
export function movingTag(image: string, branches: readonly string[]): string | undefined {
  const { tag = "latest", digest } = partsOf(image) ?? { digest: "" };
  if (digest !== undefined) return undefined;
  const moves =
    !/\d/.test(tag) ||
    /(^|[._-])(latest|snapshot)([._-]|$)/i.test(tag) ||
    branches.some((branch) => slug(branch) === slug(tag));
  return moves ? tag : undefined;
}

/** As builders make a tag of a branch: `feature-x` of `feature/x`. */
const slug = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]+/g, "-");

/** A tag that is a hash of what was built (program/content-tag.ts): it is pushed once, to whichever registry. */
const contentTag = /^[0-9a-f]{16}$/;

/** Whether a reference always means the same image: by its digest, or by a content tag. */
export function isPinned(image: string): boolean {
  const { tag = "", digest } = partsOf(image) ?? {};
  return digest !== undefined || contentTag.test(tag);
}

/** A sentence about an image with a tag that is known to move. @param of its container, or its application. */
export function movingTagWarning(of: string, image: string, branches: readonly string[]): string | undefined {
  const tag = movingTag(image, branches);
  return tag === undefined
    ? undefined
    : `Image ${image} of ${of} has a tag that moves, ${tag}: pods of one release may run different images, and a newer image is no release; give a digest, or a tag that stays.`;
}
