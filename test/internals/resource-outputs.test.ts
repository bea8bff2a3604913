import * as pulumi from "@pulumi/pulumi";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks";
import assert from "node:assert/strict";
import { readResourceOutputs, resourceOutputs } from "../../internals/resource-outputs";

/** The engine's `ResourceInvokeRequest`, as far as it is looked at. */
interface Request {
  getTok(): string;
  getAcceptresources(): boolean;
}

/** The answer to a question, and the requests that the SDK sends for it. */
async function heard(ask: () => Promise<unknown>) {
  const requests: { readonly token: string; readonly acceptsReferences: boolean }[] = [];
  const mocks = {
    newResource: () => ({ id: undefined, state: {} }),
    call: () => ({ outputs: { urn: { type: "a:b:C" } } }),
  };
  class Monitor extends MockMonitor {
    override invoke(request: Request, callback: (error: unknown, response: unknown) => void) {
      requests.push({ token: request.getTok(), acceptsReferences: request.getAcceptresources() });
      return super.invoke(request, callback);
    }
  }
  await pulumi.runtime.setMocks(mocks, "shop", "dev");
  pulumi.runtime.setMockOptions(new Monitor(mocks), "shop", "dev");
  return { answer: await ask(), requests };
}

/** Fails when an upgrade of @pulumi/pulumi changes the switch or the request. */
describe("readResourceOutputs", () => {
  it("asks the engine for the stack's resources, and to send no references to resources", async () => {
    assert.deepEqual(await heard(() => readResourceOutputs("dev")), {
      answer: { urn: { type: "a:b:C" } },
      requests: [{ token: resourceOutputs, acceptsReferences: false }],
    });
  });

  it("leaves the SDK's switch as it was: all else takes references", async () => {
    await heard(() => readResourceOutputs("dev"));
    const { requests } = await heard(
      () => pulumi.runtime.invoke(resourceOutputs, {}, { async: true }) as Promise<unknown>,
    );
    assert.deepEqual(requests, [{ token: resourceOutputs, acceptsReferences: true }]);
  });
});
