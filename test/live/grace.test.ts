import assert from "node:assert/strict";
import { Grace } from "../../live/grace";

const report = (...pods: string[]) => new Map(pods.map((pod) => [pod, `Pod ${pod}: its image is not found`]));

describe("Grace", () => {
  it("gives a report time to go by itself, from when it was first seen", () => {
    const grace = new Grace(20);
    assert.equal(grace.past(report("a"), 1_000), undefined);
    assert.equal(grace.past(report("a"), 20_999), undefined);
    assert.equal(grace.past(report("a"), 21_000), "Pod a: its image is not found");
  });

  it("begins again where it was gone in between", () => {
    const grace = new Grace(20);
    grace.past(report("a"), 0);
    assert.equal(grace.past(report(), 10_000), undefined);
    assert.equal(grace.past(report("a"), 30_000), undefined);
    assert.equal(grace.past(report("a"), 50_000), "Pod a: its image is not found");
  });

  it("counts each pod's own time, and takes the report as it reads now", () => {
    const grace = new Grace(20);
    grace.past(report("a"), 0);
    grace.past(report("b"), 15_000);
    assert.equal(grace.past(report("b", "c"), 34_999), undefined);
    assert.equal(grace.past(new Map([["b", "other words"]]), 35_000), "other words");
  });
});
