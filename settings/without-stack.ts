/** The same error for what a user can mend: of an error that has no stack, Pulumi prints the message alone. */
export function withoutStack<T extends Error>(error: T): T {
  error.stack = "";
  return error;
}
