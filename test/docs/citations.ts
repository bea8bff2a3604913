import { posix } from "node:path";

/** A text file of the repository: its path from the root, and what it holds. */
export interface Text {
  readonly path: string;
  readonly text: string;
}

interface Citation {
  readonly written: string;
  /** From the root; it may be meant in either of two ways. None where no file of a repository can be meant. */
  readonly files: readonly string[];
  readonly anchor?: string | undefined;
}

/** GitHub's anchors of the headings: lower case, spaces as `-`, no punctuation; a second one of a name gets `-1`. */
export function anchorsOf(markdown: string): string[] {
  const counts = new Map<string, number>();
  return [...withoutBlocks(markdown).matchAll(/^#{1,6} +(.+)$/gm)].map(([, heading = ""]) => {
    const words = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").toLowerCase();
    const slug = words.replace(/[^\p{L}\p{N}\s_-]/gu, "").replace(/\s/g, "-");
    const count = counts.get(slug) ?? 0;
    counts.set(slug, count + 1);
    return count === 0 ? slug : `${slug}-${count}`;
  });
}

/**
 * Each citation in these texts that leads nowhere in them, as `file:line: citation`. Citations are:
 *
 * - a Markdown file, with a heading or without: `docs/facts.md#fargate-sizes`
 * - an ADR by its number: `docs/adr/0008`, ADR 8
 * - a section sign, unless it is one of an RFC or of a standard
 * - in Markdown also a relative link, and a path in backticks; code may go without its ending
 */
export function brokenCitations(texts: readonly Text[]): string[] {
  const leads = leadsTo(texts);
  return texts.flatMap(({ path, text }) => {
    const find = path.endsWith(".md") ? inMarkdown : inCode;
    const lines = path.endsWith(".md") ? withoutBlocks(text) : text;
    return lines.split("\n").flatMap((line, index) =>
      // Addresses lead out of the repository.
      find(line.replace(/https?:\/\/[^\s)>\]]+/g, ""), path)
        .filter((citation) => !leads(citation))
        .map(({ written }) => `${path}:${index + 1}: ${written}`),
    );
  });
}

function leadsTo(texts: readonly Text[]): (citation: Citation) => boolean {
  const folders = (path: string): string[] => (path === "." ? [] : [path, ...folders(posix.dirname(path))]);
  const paths = new Set(texts.flatMap(({ path }) => folders(path)));
  const adrs = new Map(
    [...paths].flatMap((path) => {
      const [short] = /^docs\/adr\/\d{4}/.exec(path) ?? [];
      return short === undefined ? [] : [[short, path] as const];
    }),
  );
  const anchors = new Map(texts.map(({ path, text }) => [path, path.endsWith(".md") ? anchorsOf(text) : []]));
  const roots = new Set([...paths].map((path) => path.split("/", 1)[0]));
  const find = (file: string) =>
    adrs.get(file) ?? ["", ".ts", ".test.ts"].map((ending) => file + ending).find((path) => paths.has(path));

  return ({ written, files, anchor }) => {
    if (written.startsWith("`") && !roots.has(files[0]?.split("/", 1)[0])) return true; // a path of something else
    const found = files.map(find).find((path) => path !== undefined);
    return found !== undefined && (anchor === undefined || anchors.get(found)?.includes(anchor) === true);
  };
}

function inMarkdown(line: string, path: string): Citation[] {
  return [
    ...cited(line, /\]\(([^)\s#]+)(?:#([\w-]+))?\)/g, ([file, anchor]) => [[beside(path, file)], anchor]),
    ...cited(line, /\]\(()#([\w-]+)\)/g, ([, anchor]) => [[path], anchor]),
    ...cited(line, /`([\w.-]+\/[\w./-]*)`/g, ([file]) => [[file.replace(/\/$/, "")]]),
    ...cited(line, /(?<![\w/.([`-])([\w./-]+\.md)(?:#([\w-]+))?/g, ([file, anchor]) => [
      [file, beside(path, file)],
      anchor,
    ]),
    ...anywhere(line),
  ];
}

function inCode(line: string, path: string): Citation[] {
  const [comment = ""] = /(?:\/\/|^\s*(?:\/?\*|#)).*/.exec(line) ?? [];
  return [
    ...cited(line, /(?<![\w/])(docs\/[\w./-]+\.md)(?:#([\w-]+))?/g, ([file, anchor]) => [[file], anchor]),
    ...cited(comment, /(?<![\w/.-])(?!docs\/)([\w./-]+\.md)(?:#([\w-]+))?/g, ([file, anchor]) => [
      [file, beside(path, file)],
      anchor,
    ]),
    ...anywhere(line),
  ];
}

function anywhere(line: string): Citation[] {
  return [
    ...cited(line, /(?<![\w/])(docs\/adr\/\d{4})(?![\w-])/g, ([file]) => [[file]]),
    ...cited(line, /\bADR (\d+)/g, ([number]) => [[`docs/adr/${number.padStart(4, "0")}`]]),
    ...cited(line, /(?<!\bRFC \d+ |\bStandard, )\u00a7 ?[\w.]*/g, () => [[]]),
  ];
}

function cited(
  line: string,
  pattern: RegExp,
  read: (groups: [string, string | undefined]) => [files: string[], anchor?: string | undefined],
): Citation[] {
  return [...line.matchAll(pattern)].map(([written, first = "", second]) => {
    const [files, anchor] = read([first, second]);
    return { written, files, anchor };
  });
}

const beside = (path: string, file: string) => posix.join(posix.dirname(path), file).replace(/(?<=.)\/$/, "");

/** Without what stands between two ```, line by line, so that the numbers of the others stay. */
function withoutBlocks(markdown: string): string {
  return markdown.replace(/^ *```[^]*?^ *```/gm, (block) => block.replace(/.+/g, ""));
}
