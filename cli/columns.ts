/**
 * Lines of text in aligned columns, a header on top, every line ended by a newline.
 *
 * @param right headers of the columns that are aligned to the right.
 */
export function columns(
  header: readonly string[],
  lines: readonly (readonly string[])[],
  right: readonly string[] = [],
): string {
  const table = [header, ...lines].map((line) => line.map(printable));
  const widths = header.map((_, column) => Math.max(...table.map((line) => widthOf(line[column] ?? ""))));
  const padded = table.map((line) =>
    line.map((cell, column) => {
      const padding = " ".repeat((widths[column] ?? 0) - widthOf(cell));
      return right.includes(header[column] ?? "") ? padding + cell : cell + padding;
    }),
  );
  return padded.map((line) => `${line.join("  ").trimEnd()}\n`).join("");
}

/** Control characters, text direction marks and halves of characters as escapes: a branch may be named by a stranger. */
function printable(text: string): string {
  const escape = (character: string) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, escape);
}

/** Columns of a terminal: marks take none, East Asian characters and emoji two (Unicode Annex 11, in short). */
function widthOf(text: string): number {
  const wide =
    /\p{Emoji_Presentation}|\p{Script=Han}|\p{Script=Hangul}|\p{Script=Hiragana}|\p{Script=Katakana}|[！-｠]/u;
  const characters = [...text.replace(/\p{Mark}/gu, "")];
  return characters.reduce((width, character) => width + (wide.test(character) ? 2 : 1), 0);
}
