import assert from "node:assert/strict";
import { untilUp } from "../../live/gateway";
import type { GatewayState } from "../../program/witness";
import { parseSettings } from "../../settings/settings";
import { shop } from "../settings/shop";
import { FakeWitness } from "../components/fake-witness";

const parsed = parseSettings({ ...shop, role: "platform", applications: [] });
const { gateway } =
  "settings" in parsed && parsed.settings.role === "platform"
    ? parsed.settings
    : assert.fail("not a platform");
const at = `${gateway.namespace}/${gateway.name}`;
const refused: GatewayState = { isUp: false, isRefused: true, words: "listener http: no entry point" };
const pending: GatewayState = { isUp: false, isRefused: false, words: "Waiting for controller (Pending)" };

describe("untilUp", () => {
  const witness = (...gateways: GatewayState[]) => {
    const fake = new FakeWitness({});
    fake.gateways = gateways;
    return fake;
  };

  it("ends once the Gateway takes traffic", async () => {
    await untilUp(gateway, witness(pending, { isUp: true }), { programs: 10, refuses: 10 });
  });

  it("doesn't take a moment's refusal for one", async () => {
    await untilUp(gateway, witness(refused, pending, { isUp: true }), { programs: 10, refuses: 0.4 });
  });

  it("says why a controller refuses it, and waits no longer", async () => {
    await assert.rejects(untilUp(gateway, witness(refused), { programs: 600, refuses: 0 }), {
      message: `The Gateway ${at} is refused: listener http: no entry point. Correct \`turnout:gateway\`, or what the controller listens at, and run the update again.`,
    });
  });

  it("says what is missing where nobody takes it up", async () => {
    await assert.rejects(untilUp(gateway, witness(pending), { programs: 0, refuses: 5 }), {
      message: `The Gateway ${at} takes no traffic after 0 s: Waiting for controller (Pending). Look whether the controller of GatewayClass ${gateway.className} runs, and run the update again.`,
    });
  });
});
