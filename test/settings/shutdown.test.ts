import assert from "node:assert/strict";
import fc from "fast-check";
import { shutdownProblems } from "../../settings/shutdown";
import { applicationOf, complaints } from "./parsed";
import { applicationWith, settingsWith, shop, web } from "./shop";

interface Numbers {
  readonly delay: number;
  readonly idle: number;
  readonly shutdown: {
    readonly preStopSeconds: number;
    readonly graceSeconds: number;
    readonly gracefulTimeoutSeconds?: number | undefined;
    readonly keepAliveSeconds?: number | undefined;
  };
}

const seconds = (least: number, most: number) => fc.integer({ min: least, max: most });
const maybe = (value: fc.Arbitrary<number>) => fc.option(value, { nil: undefined });
/** Small, so that each number is often just too small and often just enough. */
const numbers: fc.Arbitrary<Numbers> = fc.record({
  delay: seconds(0, 12),
  idle: seconds(1, 12),
  shutdown: fc.record({
    preStopSeconds: seconds(0, 12),
    graceSeconds: seconds(1, 40),
    gracefulTimeoutSeconds: maybe(seconds(1, 20)),
    keepAliveSeconds: maybe(seconds(1, 20)),
  }),
});

const raw = ({ delay, idle, shutdown }: Numbers, more: object = {}) =>
  settingsWith({
    gateway: { ...shop.gateway, deregistrationDelaySeconds: delay, idleTimeoutSeconds: idle },
    applications: [{ ...web, shutdown: { ...shutdown, ...more } }],
  });

/** A pod's end, second by second: whether it may cut off a request that the load balancer still waits for. */
function cutsOff({ delay, shutdown }: Numbers): boolean {
  const { preStopSeconds: term, graceSeconds: kill, gracefulTimeoutSeconds: timeout } = shutdown;
  if (kill - 3 - term < 1) return true;
  for (let arrival = 0; arrival <= term; arrival++) {
    const answered = arrival + delay;
    const gunicornStops = timeout === undefined ? kill - 3 : term + timeout;
    if (answered > gunicornStops || gunicornStops + 3 > kill) return true;
  }
  return false;
}

describe("the shutdown's numbers", () => {
  it("are right exactly where a pod's end cuts off no request and no connection is closed under one", () => {
    fc.assert(
      fc.property(numbers, (one) => {
        const { keepAliveSeconds } = one.shutdown;
        const closesFirst = keepAliveSeconds !== undefined && keepAliveSeconds <= one.idle;
        assert.equal(complaints(raw(one)).length > 0, cutsOff(one) || closesFirst);
      }),
      { numRuns: 2000 },
    );
  });

  it("are right once everything was set to what the sentences say", () => {
    fc.assert(
      fc.property(numbers, (one) => {
        const fixes: Record<string, number> = {};
        // The timeout's own fix may ask for more grace: twice is enough.
        for (let round = 0; round < 2; round++)
          for (const text of complaints(raw(one, fixes))) {
            const [, name, value] = /\.shutdown\.(\w+) is .*; set it to (\d+)\.$/.exec(text) ?? [];
            assert.ok(name !== undefined, text);
            fixes[name] = Number(value);
          }
        assert.deepEqual(complaints(raw(one, fixes)), []);
      }),
      { numRuns: 500 },
    );
  });

  it("that follow from the others are filled in", () => {
    fc.assert(
      fc.property(numbers, (one) => {
        const { delay, idle, shutdown } = one;
        const graceSeconds = shutdown.preStopSeconds + Math.max(delay, 1) + shutdown.graceSeconds + 3;
        const declared = { preStopSeconds: shutdown.preStopSeconds, graceSeconds };
        assert.deepEqual(applicationOf(raw({ ...one, shutdown: declared })).shutdown, {
          ...declared,
          gracefulTimeoutSeconds: Math.max(delay, 1) + shutdown.graceSeconds,
          keepAliveSeconds: idle + 15,
        });
      }),
    );
  });

  it("are taken as they are where they are set", () => {
    const shutdown = {
      preStopSeconds: 20,
      graceSeconds: 90,
      gracefulTimeoutSeconds: 31,
      keepAliveSeconds: 61,
    };
    assert.deepEqual(applicationOf(applicationWith({ shutdown })).shutdown, shutdown);
  });

  it("of a test's gateway, which hears of a pod's end at once, may be short", () => {
    const shutdown = { preStopSeconds: 2, graceSeconds: 20 };
    assert.deepEqual(applicationOf(raw({ delay: 15, idle: 60, shutdown })).shutdown, {
      ...shutdown,
      gracefulTimeoutSeconds: 15,
      keepAliveSeconds: 75,
    });
  });

  it("are not asked about beside a gateway or numbers that are wrong themselves", () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (shutdown, gateway) => {
        assert.deepEqual(shutdownProblems(shutdown, gateway), []);
      }),
    );
  });
});
