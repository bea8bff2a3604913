import assert from "node:assert/strict";
import { cloudSentence, holderOf, holderSentence } from "../../cli/holder";
import { lock, now, runnersLease, runnersLock } from "./lock-sample";

describe("holderSentence", () => {
  it("says who, since when, and what to do", () => {
    assert.equal(
      holderSentence("dev", [lock], undefined, now),
      "Stack dev is being updated by ana@laptop (pid 4711) since 2026-11-21 13:00 UTC (5 minutes): wait until that is through. If it is dead, `npx turnout unlock --stack dev` frees the stack or says who can.",
    );
  });

  it("says from which job", () => {
    assert.equal(
      holderSentence("dev", [runnersLock], runnersLease, now),
      "Stack dev is being updated by runner@runner-0 (pid 4711) since 2026-11-21 13:00 UTC (5 minutes), job https://github.com/ana/shop/actions/runs/123 (deploy): wait until that is through. If it is dead, `npx turnout unlock --stack dev` frees the stack or says who can.",
    );
  });

  it("names no job of another host's lease, and none of a person's", () => {
    const words = "ana@laptop (pid 4711) since 2026-11-21 13:00 UTC (5 minutes)";
    assert.equal(holderOf(lock, runnersLease, now), words);
    assert.equal(
      holderOf(lock, { ...runnersLease, user: "ana", host: "laptop", job: undefined }, now),
      words,
    );
  });

  it("names all where there are more, and somebody where none can be read", () => {
    const two = holderSentence("dev", [lock, runnersLock], undefined, now);
    assert.match(two, /by ana@laptop .* \(5 minutes\) and by runner@runner-0 .* \(5 minutes\): wait/);
    assert.match(
      holderSentence("dev", [], undefined, now),
      /^Stack dev is being updated by somebody else: wait/,
    );
  });
});

describe("holderOf", () => {
  const table: readonly (readonly [seconds: number, words: string])[] = [
    [-5, "less than a minute"],
    [59, "less than a minute"],
    [60, "1 minute"],
    [3599, "59 minutes"],
    [3600, "1 hour"],
    [86_399, "23 hours"],
    [200_000, "2 days"],
  ];
  for (const [seconds, words] of table)
    it(`says ${words} after ${seconds} s`, () => {
      const later = new Date(lock.since.getTime() + seconds * 1000);
      assert.equal(
        holderOf(lock, undefined, later),
        `ana@laptop (pid 4711) since 2026-11-21 13:00 UTC (${words})`,
      );
    });
});

describe("cloudSentence", () => {
  it("says that it ends by itself, and how it ends at once", () => {
    assert.equal(
      cloudSentence("dev"),
      "Stack dev is being updated by somebody else: wait until that is through. If it is dead, Pulumi Cloud frees the stack by itself within minutes, and `pulumi cancel --stack dev` at once.",
    );
  });
});
