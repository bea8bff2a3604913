import { writeFileSync } from "node:fs";
import { reporters, type MochaOptions, type Runner } from "mocha";

const file = process.env.TEST_TALLY;
// Before a test file is loaded: a project that a test makes runs a mocha of its own, and has no such reporter.
delete process.env.TEST_TALLY;
delete process.env.MOCHA_OPTIONS;

/**
 * Mocha's `spec` reporter, which also leaves `{passed, failed, skipped}` as JSON in the file that the environment's
 * `TEST_TALLY` names. Mocha runs one reporter at a time, and .ci/run wants both the names and the numbers.
 */
class TallyReporter extends reporters.Spec {
  constructor(runner: Runner, options?: MochaOptions) {
    super(runner, options);
    runner.once("end", () => {
      const { passes, failures, pending } = this.stats;
      if (file) writeFileSync(file, JSON.stringify({ passed: passes, failed: failures, skipped: pending }));
    });
  }
}

export = TallyReporter;
