import fc from "fast-check";
import { allTo, type Color, colors, type Intent, type Weights } from "../../release/model";
import type { WantedRelease } from "../../release/release-plan";
import type { Health } from "./simulated-cluster";

/** `both` is what happens to all applications of the environment. */
export type Which = 0 | 1 | "both";

/** One thing that happens to an environment. */
export type Event =
  | {
      readonly do: "update";
      /** The settings from now on. */
      readonly set: Partial<WantedRelease> | undefined;
      readonly order: number;
      readonly dies: number | undefined;
      readonly ahead: boolean;
      readonly intent: Intent | undefined;
      /** Whose settings change, and who is asked for something. */
      readonly of: Which;
      /** A color's health changes before the update's call of this number. */
      readonly falls: { readonly at: number; readonly of: Which; readonly color: Color } | undefined;
    }
  | { readonly do: "refresh" }
  | { readonly do: "health"; readonly of: Which; readonly color: Color; readonly health: Health }
  | { readonly do: "weights"; readonly of: Which; readonly weights: Weights }
  | { readonly do: "delete"; readonly of: Which; readonly what: Color | "route" }
  | { readonly do: "scale"; readonly of: Which; readonly color: Color; readonly replicas: number }
  | { readonly do: "fast rollback"; readonly of: Which };

export interface Schedule {
  readonly applications: 1 | 2;
  readonly events: readonly Event[];
}

const which = fc.constantFrom<Which>("both", 0, 1, 0);
const color = fc.constantFrom(...colors);
const share = fc.constantFrom(0, 10, 50, 100);
const maybe = <T>(weight: number, value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: 10 - weight, arbitrary: fc.constant(undefined) }, { weight, arbitrary: value });

const intent: fc.Arbitrary<Intent> = fc.oneof(
  fc.constantFrom<Intent>(
    { verb: "release" },
    { verb: "settle" },
    { verb: "abort" },
    { verb: "rollback" },
    { verb: "shift", share: 100 },
  ),
  share.map((share): Intent => ({ verb: "shift", share })),
);

const release = fc.constantFrom("a", "b", "c", "d", "bad-1", "bad-2");
const set: fc.Arbitrary<Partial<WantedRelease>> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ release }) },
  { weight: 3, arbitrary: fc.record({ release, firstShare: share }) },
  fc.record({ firstShare: share, share: maybe(3, share) }),
  fc.record({ replicas: fc.integer({ min: 1, max: 4 }), standbyReplicas: fc.integer({ min: 0, max: 2 }) }),
  fc.record({ autoscaled: fc.boolean() }),
);

const event: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 18,
    arbitrary: fc.record({
      do: fc.constant("update" as const),
      set: maybe(6, set),
      order: fc.nat(1000),
      dies: maybe(3, fc.integer({ min: -1, max: 17 })),
      ahead: fc.boolean(),
      intent: maybe(3, intent),
      of: which,
      falls: maybe(1, fc.record({ at: fc.nat(6), of: which, color })),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("refresh" as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("health" as const),
      of: which,
      color,
      health: fc.constantFrom<Health>("well", "partly", "down"),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("weights" as const),
      of: which,
      weights: fc.constantFrom(
        ...[allTo("blue"), allTo("green"), { blue: 1, green: 1 }, { blue: 500, green: 500 }],
        ...[
          { blue: 0, green: 0 },
          { blue: 999, green: 1 },
          { blue: 40, green: 60 },
        ],
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("delete" as const),
      of: which,
      what: fc.constantFrom(...colors, "route" as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("scale" as const), of: which, color, replicas: fc.nat(5) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("fast rollback" as const), of: which }) },
);

export const schedule: fc.Arbitrary<Schedule> = fc.record({
  applications: fc.constantFrom(1, 2),
  events: fc.array(event, { minLength: 1, maxLength: 24, size: "max" }),
});
