import { posix } from "node:path";
import { sentence, withoutStack } from "../problems/problem";

/** A pattern of an ignore file. */
interface Pattern {
  /** With `!`: it takes back what earlier ones left out. */
  readonly isException: boolean;
  readonly matches: (path: string) => boolean;
}

/**
 * The files that BuildKit leaves out, by github.com/moby/patternmatcher 0.6. Own code: the packages for this take
 * `**.log`, `a|b` and `(group)` otherwise, and what the tag doesn't count could change without a release.
 *
 * @param text of an ignore file.
 * @param file its name, for people.
 * @returns whether a path is left out, relative to the context and with slashes.
 * @throws Error in one sentence for a pattern that BuildKit refuses.
 */
export function ignoredBy(text: string, file: string): (path: string) => boolean {
  const patterns = text
    .replace(/^\ufeff/, "")
    .split("\n")
    .flatMap((line, index) => (/^#|^\s*$/.test(line) ? [] : [patternOf(line.trim(), file, index + 1)]));
  return (path) => {
    const parts = path.split("/");
    const folders = parts.map((_, index) => parts.slice(0, index + 1).join("/"));
    // The last pattern that applies decides, and a folder takes along all that is in it.
    return patterns.reduce(
      (isOut, { isException, matches }) => (isException === isOut && folders.some(matches) ? !isOut : isOut),
      false,
    );
  };
}

function patternOf(written: string, file: string, line: number): Pattern {
  const isException = written.startsWith("!");
  const pattern = posix
    .normalize(isException ? written.slice(1).trim() : written)
    .replace(/(?<=.)\/$/, "")
    .replace(/^\/(?=.)/, "");
  const rule = "must be a pattern that Docker takes; put \\ before a [ or \\ that is meant as such";
  if (written === "!" || !form.test(pattern))
    throw withoutStack(new Error(sentence({ path: `${file}: line ${line}`, value: written, rule })));
  return { isException, matches: matcherOf(pattern) };
}

/** As Go's filepath.Match wants it: `[` is closed and holds characters or ranges, and `\` stands before something. */
const form = /^(?:[^\\[]|\\.|\[\^?(?:(?:\\.|[^\\\]-])(?:-(?:\\.|[^\\\]-]))?)+\])+$/;

function matcherOf(pattern: string): Pattern["matches"] {
  const parts = pattern.match(/\*\*\/?|\\.|./g) ?? [];
  const [first = "", last = ""] = [parts[0], parts.slice(1).at(-1)];
  const [opens, closes] = [first.startsWith("**"), last === "**"];
  const inner = parts.slice(opens ? 1 : 0, closes ? -1 : undefined);
  if (!inner.some((part) => /^[*?[\]\\]/.test(part)) && !(opens && closes)) {
    // `**` and plain text: `/` has no meaning of its own.
    const [end, start] = [pattern.slice(2), pattern.slice(0, -2)];
    if (opens) return (path) => path.endsWith(end) || `/${path}` === end;
    if (closes) return (path) => path.startsWith(start);
    return (path) => path === pattern;
  }
  const source = parts.map((part, index) => {
    if (part.startsWith("**")) return index === parts.length - 1 ? ".*" : "(.*/)?";
    if (part === "*") return "[^/]*";
    if (part === "?") return "[^/]";
    return part.replace(/^[.+()$]/, "\\$&"); // not `{|}`: its table of what to escape has 64 places
  });
  const regexp = new RegExp(`^${source.join("")}$`);
  return (path) => regexp.test(path);
}
