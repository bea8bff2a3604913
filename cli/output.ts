/**
 * Lets a command go on where what it prints can't be written: an update must not end half-way because of its log.
 *
 * A reader that went away (`| head`, a `tee` that died) had what it wanted, or is no fault of the command: nothing is
 * said, and the exit code stays that of the work, so that a CI doesn't repeat an update that succeeded. Any other error
 * (a full disk) is told once, in a sentence, and makes the exit code 1.
 */
export function outlive(stdout: NodeJS.WriteStream, stderr: NodeJS.WriteStream): void {
  let failed = false;
  const fail = (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE" || failed) return;
    failed = true;
    stderr.write(
      `The output can't be written (${error.message}), and the command goes on without it: make room there, or print elsewhere.\n`,
    );
    // Only when all is done: until then the command sets its own.
    process.once("exit", () => (process.exitCode = 1));
  };
  for (const stream of [stdout, stderr]) stream.on("error", fail);
}
