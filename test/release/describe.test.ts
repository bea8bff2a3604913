import assert from "node:assert/strict";
import { describeAlone, describePlan, describeUnknown } from "../../release/describe";
import type { Intent, RecordedApplication } from "../../release/model";
import { planRelease } from "../../release/plan";
import type { WantedRelease } from "../../release/release-plan";
import { blueServes, bothServed, trial, waiting, wanted } from "./recorded";

const told = (recorded: RecordedApplication, asked: Partial<WantedRelease> = {}, intent?: Intent) => {
  const all = { ...wanted, ...asked };
  return describePlan("web", all.release, planRelease(recorded, all, intent));
};

describe("describePlan", () => {
  it("tells of a first release", () => {
    assert.equal(told({}), "web: first release new, on blue.");
  });

  it("tells of an update without a release", () => {
    assert.equal(told(blueServes, { release: "old" }), "web: release old stays active on blue.");
  });

  it("tells where a release goes, and that the old color stays", () => {
    assert.equal(
      told(blueServes),
      "web: release new goes to green; once it is Ready the traffic moves there, and blue stays up.",
    );
  });

  it("tells of a release that waits to be promoted", () => {
    assert.equal(
      told(blueServes, { firstShare: 0 }),
      "web: release new goes to green and waits there to be promoted; blue keeps the traffic.",
    );
  });

  it("tells of a canary's first share", () => {
    assert.equal(
      told(blueServes, { firstShare: 10 }),
      "web: release new goes to green; once it is Ready it gets 10 % of the traffic.",
    );
  });

  it("tells of a rollback, and of what a person rejects by it", () => {
    assert.equal(told(bothServed), "web: back to release new, which green still has; blue stays up.");
    assert.equal(
      told(bothServed, { release: "old" }, { verb: "rollback" }),
      "web: back to release new, which green still has; blue stays up. Release old was rejected; `turnout release` asks for it again.",
    );
  });

  it("tells what was rejected as long as the settings want it", () => {
    assert.equal(
      told({ ...bothServed, rejected: "new" }),
      "web: release old stays active on blue. Release new was rejected; `turnout release` asks for it again.",
    );
  });

  it("tells what a release that is tried has, gets, and that it gets all", () => {
    assert.equal(
      told(trial, { firstShare: 10 }),
      "web: release new waits on green with 10 % of the traffic to be promoted.",
    );
    assert.equal(
      told(trial, {}, { verb: "shift", share: 50 }),
      "web: release new on green gets 50 % of the traffic.",
    );
    assert.equal(
      told(waiting, { firstShare: 100 }),
      "web: release new on green gets all of the traffic; blue stays up.",
    );
  });

  it("names the release that is tried, not the one that the settings want by now", () => {
    const other = { release: "newer" };
    assert.equal(
      told(trial, other, { verb: "shift", share: 50 }),
      "web: release new on green gets 50 % of the traffic.",
    );
    assert.equal(
      told(trial, other, { verb: "shift", share: 10 }),
      "web: release new waits on green with 10 % of the traffic to be promoted.",
    );
    assert.equal(
      told(trial, other, { verb: "shift", share: 100 }),
      "web: release new on green gets all of the traffic; blue stays up.",
    );
  });

  it("tells of an abort: by the settings, by a person, and before a third release", () => {
    assert.equal(
      told(trial, { release: "old" }),
      "web: the traffic of release new goes back to blue, which has old.",
    );
    assert.equal(
      told(trial, {}, { verb: "abort" }),
      "web: the traffic of release new goes back to blue, which has old. Release new was rejected; `turnout release` asks for it again.",
    );
    assert.equal(
      told(trial, { release: "newer" }),
      "web: the traffic of release new goes back to blue, which has old. The next update releases newer.",
    );
  });

  it("tells of an abort where one color is gone", () => {
    assert.equal(
      told({ ...trial, blue: undefined }, { release: "newer" }),
      "web: blue is gone; all of the traffic goes to green, which has new. The next update releases newer.",
    );
  });
});

describe("describeAlone", () => {
  it("names who waits for what, and what helps", () => {
    for (const [stack, application] of [
      ["prod", "web"],
      ["staging", "api"],
      ["dev", "mail"],
    ] as const)
      assert.equal(
        describeAlone(stack, application),
        `${application} has one pod, and stack ${stack} is kept: while that is evicted, by the drain of a node or a patch of Fargate, nothing may answer until the next one is Ready. \`replicas: 2\` keeps it answering.`,
      );
  });
});

describe("describeUnknown", () => {
  it("tells what an update has to find out", () => {
    const rest =
      "known only in an update, which names the release by what it finds; where that is nothing new, there is none.";
    assert.equal(describeUnknown("web", ["URL"]), `web: URL is ${rest}`);
    assert.equal(describeUnknown("web", ["ARN", "URL"]), `web: ARN, URL are ${rest}`);
  });
});
