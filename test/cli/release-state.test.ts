import assert from "node:assert/strict";
import { hadCandidate, isUnpromoted, shareOf } from "../../cli/release";
import { blueServes, planned, up, wantedOf } from "../components/planned";

const canary = { canary: { steps: [10, 50, 100] } };
const gated = { autoPromote: false };
const release = wantedOf();
const waiting = { ...blueServes, preview: "green", green: { ...up(release), candidate: true } } as const;
const tried = { ...waiting, weights: { blue: 90, green: 10 } };
const shift = (share: number) => () => ({ verb: "shift", share }) as const;

const table: readonly (readonly [
  title: string,
  update: ReturnType<typeof planned>,
  expected: readonly [tried: boolean, share: number, candidate: boolean],
])[] = [
  ["a canary that begins", planned(canary, { recorded: blueServes }), [true, 10, false]],
  ["a canary that goes on", planned(canary, { recorded: tried, intent: shift(50) }), [true, 50, true]],
  ["a canary that stays where it is", planned(canary, { recorded: tried }), [true, 10, true]],
  ["a release that begins to wait", planned(gated, { recorded: blueServes }), [true, 0, false]],
  ["a release that waits", planned(gated, { recorded: waiting }), [true, 0, true]],
  ["a release that goes through", planned({}, { recorded: blueServes }), [false, 0, false]],
  [
    "what is promoted: the color that it left is nobody's candidate",
    planned(canary, { recorded: tried, intent: shift(100) }),
    [false, 0, false],
  ],
  [
    "what is aborted was one, and is tried no more",
    planned(canary, { recorded: tried, intent: () => ({ verb: "abort" }) }),
    [false, 0, true],
  ],
  [
    "what was aborted before is none any more",
    planned(canary, { recorded: { ...waiting, rejected: release } }),
    [false, 0, false],
  ],
  ["a first release", planned(canary), [false, 0, false]],
];

describe("isUnpromoted, shareOf and hadCandidate", () => {
  for (const [title, update, expected] of table)
    it(`know ${title}`, () => {
      assert.deepEqual([isUnpromoted(update), shareOf(update), hadCandidate(update)], expected);
    });
});
