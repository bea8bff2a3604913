import { missing } from "./missing";
import { noteGateway } from "./shared-gateway";
import { printScenarios } from "./under-load";

let removeGateway: () => Promise<void> = () => Promise.resolve();

/** Before anything else in this tier: what it needs and doesn't find it names in one line, and leaves everything out. */
export const mochaHooks = {
  async beforeAll(this: Mocha.Context): Promise<void> {
    this.timeout(0); // the first time pulumi may have to be built
    const reason = await missing();
    if (reason === undefined) {
      removeGateway = await noteGateway();
      return;
    }
    console.log(`SKIPPED the cluster tier: ${reason}`);
    this.skip();
  },

  async afterAll(): Promise<void> {
    printScenarios();
    await removeGateway();
  },
};
