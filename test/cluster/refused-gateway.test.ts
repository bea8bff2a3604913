import assert from "node:assert/strict";
import { Checkout, type Ended } from "./checkout";
import { gatewayPort } from "./gateway";
import { removeNamespace } from "./kubernetes";
import { prepare } from "./project";

const namespace = "refused-gateway";

describe("a platform whose Gateway is refused on a real cluster", () => {
  let checkout: Checkout;

  before(() => {
    checkout = prepare(new Checkout());
    listenAt(81);
  });

  after(async () => {
    await removeNamespace(namespace).catch(() => undefined);
    checkout.remove();
  });

  function listenAt(port: number): void {
    checkout.edit("Pulumi.yaml", ({ config }) => {
      const gateway = config.gateway as { default: object };
      gateway.default = { ...gateway.default, namespace, port };
    });
  }
  const up = (): Promise<Ended> => checkout.turnout("up", "--stack", "platform", "--yes");

  it("is not up, says the listener's own words, and comes up once the settings are right", async function () {
    for (const tries of ["first", "unchanged"]) {
      const { code, output, errors } = await up();
      if (code === 0 && tries === "first") return this.skip(); // a controller that listens wherever it is told to
      assert.equal(code, 1, output + errors);
      assert.doesNotMatch(output, /is up\./);
      assert.match(
        errors,
        /The Gateway refused-gateway\/shared is refused: listener http: \S.+\. Correct `turnout:gateway`/,
      );
      assert.doesNotMatch(errors, /\n\s+at /);
    }
    listenAt(gatewayPort);
    const { code, output, errors } = await up();
    assert.equal(code, 0, output + errors);
    assert.match(output, /is up\.$/m);
  });
});
