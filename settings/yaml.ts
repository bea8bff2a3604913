import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isScalar,
  LineCounter,
  type Node,
  parseDocument,
  Scalar,
  visit,
} from "yaml";
import { wordsOf } from "../problems/failure";
import { inOneLine, isObject, type Rule, withoutStack } from "../problems/problem";

/**
 * The content of a YAML file, as the Pulumi CLI reads it: with Go's yaml.v3 (its sdk/go/common/encoding), which knows more
 * of YAML 1.1 than this reader of YAML 1.2. What the two would read differently is refused.
 *
 * @param file its name, for people.
 * @throws Error in one sentence, with the line where it is known.
 */
export function readMapping(text: string, file: string): Readonly<Record<string, unknown>> {
  if (text.length > most)
    throw wrong(
      `${file} has ${text.length} characters: must have at most ${most}, for a stack's settings are some hundred lines; restore it from git.`,
    );
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false, logLevel: "error", merge: true });
  const [error] = document.errors;
  const lineAt = (offset: number) => lineCounter.linePos(offset).line;
  if (error?.code === "MULTIPLE_DOCS")
    throw wrong(
      `${file}, line ${lineAt(error.pos[0])}: must be one document, for Pulumi reads the first alone; remove the --- or ... before that line, and all after it that is not meant.`,
    );
  if (error !== undefined) {
    // After a colon the parser quotes the file, and a secret may well be there.
    const [reason = ""] = error.message.split(": ");
    throw wrong(
      `${file}, line ${lineAt(error.pos[0])}: must be YAML (${inOneLine(reason)}); correct that line.`,
    );
  }
  const difference = differenceIn(text, document);
  if (difference !== undefined)
    throw wrong(`${file}, line ${lineAt(difference.offset)}: ${difference.rule}.`);
  const content = contentOf(document, file);
  if (content === null || content === undefined) return {};
  if (isObject(content)) return content;
  throw wrong(`${file}: must map keys to values; write it as \`config: { turnout:domain: example.com }\`.`);
}

const most = 200_000; // characters: what is in a file by mistake takes the reader minutes, for it compares each key with each

/** An alias of nothing is found only here; it has no line. */
function contentOf(document: Document, file: string): unknown {
  try {
    return document.toJS();
  } catch (error) {
    throw wrong(
      `${file}: must be YAML (${inOneLine(wordsOf(error).split(": ")[0] ?? "")}); correct it there.`,
    );
  }
}

/** A mistake in a file, for whoever wrote it. */
export const wrong = (sentence: string): Error => withoutStack(new Error(sentence));

interface Place {
  readonly offset: number;
  readonly rule: Rule;
}

/** The first place that Pulumi refuses, or reads differently. */
function differenceIn(text: string, document: Document): Place | undefined {
  const offset = text.search(foreign);
  if (offset >= 0)
    return { offset, rule: "must be text in UTF-8 without control characters; remove the one there" };
  if (document.directives?.yaml.explicit)
    return { offset: 0, rule: "must not begin with %YAML, which Pulumi ignores; remove that line" };
  const scalars: [number, number][] = [];
  let found: Place | undefined;
  visit(document, (place, node, path) => {
    if (!isNode(node)) return undefined;
    const [from = 0, to = 0] = node.range ?? [];
    if (isScalar(node)) scalars.push([from, to]);
    const rule = ruleAgainst(place, node, { path, source: text.slice(from, to), rest: text.slice(to) });
    if (rule === undefined) return undefined;
    found = { offset: from, rule };
    return visit.BREAK;
  });
  const isText = ({ index }: { index: number }) => scalars.some(([from, to]) => from <= index && index < to);
  const tab = [...text.matchAll(tabbed)].find((one) => !isText(one));
  return (
    found ??
    (tab && { offset: tab.index, rule: "must have no tab where a line begins; put spaces in its place" })
  );
}

/** A tab among a line's indentation, or in a line that has nothing else, which yaml.v3 refuses. */
const tabbed = /(?<=^ *([-?:] +)*[-?:]?)\t/gm;

/** No characters of YAML, also what UTF-8 can't read; and what ends a line in YAML 1.1 alone. */
const foreign =
  /\r(?!\n)|[^\t\n\r\x20-\x7e\u00a0-\u2027\u202a-\ud7ff\ue000-\ufffc\u{10000}-\u{10ffff}]|(?<!^)\ufeff/u;

interface Written {
  /** All that the node is in. */
  readonly path: readonly unknown[];
  /** The node as it is written. */
  readonly source: string;
  /** The text after it. */
  readonly rest: string;
}

function ruleAgainst(place: unknown, node: Node, { path, source, rest }: Written): Rule | undefined {
  if (isAlias(node) && path.some((outer) => isCollection(outer) && outer.anchor === node.source))
    return `must not contain itself; write out the value that *${node.source} stands for`;
  if ("anchor" in node && /[^\w-]/.test(node.anchor ?? ""))
    return "must have letters, digits, _ and - alone in an anchor's name, which Pulumi takes for its end else; rename it";
  if ("tag" in node && node.tag !== undefined)
    return "must have no tag such as !!str; leave it out, and put quotes around text";
  if (isMap(node))
    return node.items.filter(({ key }) => isMerge(key)).length > 1
      ? "must have << once; give it a list, as in <<: [*one, *other]"
      : undefined;
  if (place === "key") {
    if (isMerge(node)) return undefined;
    if (!isScalar(node) || typeof node.value !== "string")
      return "must have text for a key; put quotes around it";
    if (node.value === "<<") return "must have << without quotes, which Pulumi ignores; remove them";
  }
  if (!isScalar(node)) return undefined;
  const isFlow = path.some((outer) => isCollection(outer) && outer.flow === true);
  if (isFlow && place === "key" && (source.includes("\n") || /^\s*\n/.test(rest)))
    return "must have a key and its colon on one line in { } and [ ]; put them there";
  if (isFlow && node.type === Scalar.PLAIN && (/^:|\?/.test(source) || /^:[,[\]{}]/.test(rest)))
    return "must have quotes in { } and [ ] around text with ? or with : at an end; put quotes around it";
  if (typeof node.value === "string" && /^(\n|\t.*\n)/s.test(node.value))
    return "must not begin with an empty line, which Pulumi loses, nor with a tab before more lines; remove it";
  if (node.type?.startsWith("BLOCK") && !source.endsWith("\n") && String(node.value).endsWith("\n"))
    return "must end with a line break, without which Pulumi reads another text; add one at the end of the file";
  if (node.type === Scalar.QUOTE_DOUBLE && unknownEscape.test(source))
    return "must have no \\/ and no half of a character such as \\ud83d, which Pulumi refuses; write the character itself";
  if (node.type !== Scalar.PLAIN || isReadAlike(source, node.value)) return undefined;
  return "must be a number in plain digits of up to 9007199254740991, or text in quotes, for Pulumi reads 010 as 8, 1_000 as 1000 and 2026-11-30 as a time; write it so";
}

/** What JSON may escape, and yaml.v3 doesn't know. */
const unknownEscape = /(?<!\\)(?:\\\\)*\\(?:\/|u[dD][89a-fA-F])/;

/** `<<` without quotes. */
const isMerge = (key: unknown): boolean => isScalar(key) && typeof key.value === "symbol";

/** Whether yaml.v3 (its resolve.go) finds in a bare text what was found here. */
function isReadAlike(source: string, value: unknown): boolean {
  if (typeof value === "number") return common.test(source) && Math.abs(value) <= Number.MAX_SAFE_INTEGER;
  if (typeof value !== "string" || !/^[-+\d]/.test(source)) return true;
  return !number.test(source.replaceAll("_", "")) && !time.test(source);
}

/** Numbers in both. */
const common = /^([-+]?(\.\d+|(0|[1-9]\d*)(\.\d*)?)([eE][-+]?\d+)?|0x[\da-fA-F]+|0o[0-7]+)$/;

/** Numbers and times in yaml.v3, whose numbers may have `_` anywhere. */
const number = /^[-+]?(0b[01]+|0o?[0-7]+|0x[\da-f]+|(\d+\.?\d*|\.\d+)(e[-+]?\d+)?)$/i;
const time = /^\d{4}-\d\d?-\d\d?(([Tt]| +)\d\d?:\d\d?:\d\d?([.,]\d+)?(Z|[-+]\d\d:\d\d)?)?$/;
