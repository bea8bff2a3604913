import { NoPulumi, pulumiBinary } from "./pulumi-binary";

/** Before anything else in this tier: without a `pulumi` it says so in one line and leaves everything out. */
export const mochaHooks = {
  async beforeAll(this: Mocha.Context): Promise<void> {
    this.timeout(0); // the first time pulumi may have to be built
    try {
      await pulumiBinary();
    } catch (error) {
      if (!(error instanceof NoPulumi)) throw error;
      console.log(`SKIPPED the engine tier: ${error.message}`);
      this.skip();
    }
  },
};
