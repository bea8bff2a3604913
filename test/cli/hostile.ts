/** What a stranger may have put into a branch's name, a log or a state: codes that a terminal obeys, marks that no one sees, length. */
export const hostile = [
  "\u001b]52;c;ZXZpbA==\u0007", // writes into the clipboard
  "\u001b[2J\u001b[1;31m", // clears the screen, and colors it
  "\u009b31m", // the same start in one character
  "\u202egnp.exe\u2066", // turns the text around
  "a\u200bb\u2060c\ufeffd\u00ade\u115ff\u034f", // takes no room
  "\b\b\b\u0000\u007f",
  "\ud800", // half a character
  "\u2028\u0085",
  "x".repeat(20_000),
].join(" ");

/** A line of an output that would act on a terminal or hide something in it, or is too long to be read. */
export function rawIn(output: string): string | undefined {
  const raw = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
  return output.split("\n").find((line) => raw.test(line) || line.length > 9_000);
}
