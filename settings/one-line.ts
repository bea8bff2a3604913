const longest = 80; // characters: a sentence must stay one sentence

/** A user's text as part of a sentence: cut where it is long, and control characters and text direction marks as escapes. */
export function inOneLine(text: string): string {
  const cut = text.length > longest ? `${text.slice(0, longest).replace(/[\ud800-\udbff]$/, "")}…` : text;
  return cut.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, escaped);
}

/** A character by its number: `\u{200f}`. */
export const escaped = (character: string): string => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
