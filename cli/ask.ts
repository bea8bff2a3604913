import { createInterface } from "node:readline/promises";
import { UserError } from "./user-error";

/** Puts a question to a person; undefined where nobody is there to answer. */
export type Ask = (question: string) => Promise<string | undefined>;

export const ask: Ask = async (question) => {
  if (!process.stdin.isTTY) return undefined;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await terminal.question(question);
  } catch {
    return "^C"; // or ^D: neither a yes nor a name
  } finally {
    terminal.close();
  }
};

/** A question that is answered with yes by typing the name of the stack that it is about. */
export interface Confirmation {
  readonly question: string;
  readonly stack: string;
  /** Sentences for where nobody can be asked, and where the answer is another one. */
  readonly unasked: string;
  readonly declined: string;
}

/** @throws UserError where a person doesn't type the stack's name, or none is there. */
export async function confirm(
  { question, stack, unasked, declined }: Confirmation,
  person: Ask = ask,
): Promise<void> {
  const answer = await person(question);
  if (answer === undefined) throw new UserError(unasked);
  if (answer.trim() !== stack) throw new UserError(declined);
}
