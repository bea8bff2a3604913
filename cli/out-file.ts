import { writeFileSync } from "node:fs";
import { UserError } from "./user-error";

/** Writes what `--out` was given a file for. @throws UserError where that can't be written. */
export function writeTo(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new UserError(
      `--out ${file} can't be written (${String(error instanceof Error ? error.message : error)}): name a file in a folder that is there and that you may write to.`,
    );
  }
}
