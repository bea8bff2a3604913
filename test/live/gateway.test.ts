import assert from "node:assert/strict";
import { type Condition, gatewayState, type LiveGateway, reasonOf } from "../../live/gateway";
import { liveWitness } from "../../live/witness";
import { ApiServer } from "./api-server";

const condition = (type: string, status: string, more: Partial<Condition> = {}): Condition => ({
  type,
  status,
  observedGeneration: 1,
  ...more,
});
const accepted = condition("Accepted", "True", { reason: "Accepted" });
const programmed = condition("Programmed", "True", { reason: "Programmed" });
const noPort = condition("Accepted", "False", {
  reason: "PortUnavailable",
  message: 'Cannot find entryPoint for Gateway: no matching entryPoint for port 81 and protocol "HTTP"',
});
const gateway = (conditions: Condition[], listener: Condition[] = [], generation = 1): LiveGateway => ({
  metadata: { generation },
  status: { conditions, listeners: [{ name: "http", conditions: listener }] },
});

describe("gatewayState", () => {
  it("is up once it is accepted and programmed", () => {
    assert.deepEqual(gatewayState(gateway([accepted, programmed])), { isUp: true });
  });

  const states: Readonly<Record<string, readonly [LiveGateway, isRefused: boolean, words: string]>> = {
    "a listener's port that its controller (Traefik 3.6) has no entry point for": [
      gateway(
        [
          condition("Accepted", "False", {
            reason: "ListenersNotValid",
            message: "All Listeners must be valid",
          }),
        ],
        [noPort],
      ),
      true,
      'listener http: Cannot find entryPoint for Gateway: no matching entryPoint for port 81 and protocol "HTTP" (PortUnavailable)',
    ],
    "a refusal of the Gateway itself": [
      gateway([condition("Accepted", "False", { reason: "UnsupportedAddress", message: "no such address" })]),
      true,
      "no such address (UnsupportedAddress)",
    ],
    "a load balancer that is still made": [
      gateway([accepted, condition("Programmed", "False", { reason: "Pending", message: "provisioning" })]),
      false,
      "provisioning (Pending)",
    ],
    "no controller of its class": [
      gateway([condition("Accepted", "Unknown", { reason: "Pending", message: "Waiting for controller" })]),
      false,
      "Waiting for controller (Pending)",
    ],
    "a status that was never written": [{}, false, "no controller has reported of it"],
    "what was said of it before its last change": [
      gateway([accepted, programmed], [], 2),
      false,
      "no controller has reported of it",
    ],
  };
  for (const [title, [seen, isRefused, words]] of Object.entries(states))
    it(`knows ${title}`, () => {
      assert.deepEqual(gatewayState(seen), { isUp: false, isRefused, words });
    });
});

describe("reasonOf", () => {
  const reasons: readonly (readonly [
    reason: string | undefined,
    message: string | undefined,
    says: string,
  ])[] = [
    ["NotAllowedByListeners", "", "no listener of the Gateway allows it (NotAllowedByListeners)"],
    [
      "NoMatchingListenerHostname",
      "",
      "no listener of the Gateway takes its hostname (NoMatchingListenerHostname)",
    ],
    ["NoMatchingParent", " ", "the Gateway has no such listener (NoMatchingParent)"],
    ["SomethingElse", undefined, "SomethingElse"],
    ["BackendNotFound", "service x not found", "service x not found (BackendNotFound)"],
    [undefined, "no matching listener", "no matching listener"],
    [undefined, undefined, "it gives no reason"],
    ["Odd\u001b[31m", "a\u202eb", "a\\u{202e}b (Odd\\u{1b}[31m)"],
  ];
  for (const [reason, message, says] of reasons)
    it(`is never empty: ${says}`, () => {
      const given = { ...(reason !== undefined && { reason }), ...(message !== undefined && { message }) };
      assert.equal(reasonOf({ type: "Accepted", status: "False", ...given }), says);
    });
});

describe("a live witness of a Gateway", () => {
  it("looks at that one", async () => {
    const server = await ApiServer.start("here");
    try {
      server.objects["/apis/gateway.networking.k8s.io/v1/namespaces/turnout-gateway/gateways/shared"] =
        gateway([accepted, programmed]);
      assert.deepEqual(await liveWitness({}).gateway("turnout-gateway", "shared"), { isUp: true });
    } finally {
      await server.stop();
    }
  });
});
