import assert from "node:assert/strict";
import fc from "fast-check";
import { moved, notMoved, type Unmoved } from "../../traffic/move";
import { answer, anySample, broken, refused, row } from "./samples";

const rule = { consecutive: 5, quietMilliseconds: 80 };

describe("moved", () => {
  const old = row("a", 10, 0);
  const fresh = row("b", 5, 1000);

  it("has moved when the last answers are all of the release, over long enough", () => {
    assert.equal(moved([...old, ...fresh], "b", rule), true);
    assert.equal(moved([...old, ...fresh.slice(1)], "b", rule), false);
    assert.equal(moved([...old, ...row("b", 50, 1000, 1)], "b", rule), false);
    assert.equal(moved([], "b", rule), false);
  });

  it("has not moved while anything else comes in between", () => {
    for (const one of [
      answer("a", 1090),
      broken(1090),
      refused(1090),
      { ...answer("b", 1090), release: "c" },
    ])
      assert.equal(moved([...fresh, one], "b", rule), false);
  });

  it("goes by when it was asked, not by which answer came first", () => {
    const slow = answer("a", 900, 5000);
    assert.equal(moved([...fresh, slow], "b", rule), true);
    assert.equal(moved([answer("a", 1090, 1), ...fresh], "b", rule), false);
  });

  it("takes a 5xx of the release for neither", () => {
    const failing = answer("b", 1050, 5, 500);
    assert.equal(moved([...fresh, failing], "b", rule), true);
    assert.equal(
      moved(
        row("b", 50, 1000).map((one) => ({ ...one, status: 500 })),
        "b",
        rule,
      ),
      false,
    );
    assert.equal(moved([...fresh, answer("b", 1100, 5, 404)], "b", rule), true);
  });

  it("does not join rows across a request that has no answer yet", () => {
    assert.equal(moved(fresh, "b", rule, [1050]), false);
    assert.equal(moved(fresh, "b", rule, [990]), true);
    assert.equal(moved(fresh, "b", rule, [1085, 1090, 1100]), true);
    assert.equal(moved(row("b", 20, 1000), "b", rule, [1030, 1150, 1200]), true);
    assert.equal(
      moved(
        row("b", 100, 1000),
        "b",
        rule,
        row("a", 30, 1000, 70).map(({ at }) => at),
      ),
      false,
    );
  });

  const spans = fc.record({ consecutive: fc.integer({ min: 1, max: 8 }), quietMilliseconds: fc.nat(500) });
  const many = fc.array(anySample, { maxLength: 60 });
  const run = fc.tuple(fc.nat(12), fc.nat(61_000), fc.nat(200)).map((of) => row("b", ...of));

  it("never has while one of the last answers is another's, whatever came before", () => {
    let seen = 0;
    fc.assert(
      fc.property(many, run, spans, (samples, own, spans) => {
        const all = [...samples, ...own];
        if (!moved(all, "b", spans)) return;
        seen++;
        const inOrder = all.sort((a, b) => a.at - b.at);
        const counting = inOrder.filter(({ release, status }) => !(release === "b" && status === 500));
        const last = counting.slice(-spans.consecutive);
        assert.equal(last.length, spans.consecutive);
        assert.ok(last.every(({ release }) => release === "b"));
      }),
      { numRuns: 1000 },
    );
    assert.ok(seen > 100, `only ${seen} had moved`);
  });

  it("never has because of a request without an answer", () => {
    fc.assert(
      fc.property(many, run, spans, fc.array(fc.nat(62_000)), (samples, own, spans, pending) => {
        const all = [...samples, ...own];
        if (moved(all, "b", spans, pending)) assert.ok(moved(all, "b", spans));
      }),
    );
  });

  it("does not depend on the order in which answers came", () => {
    fc.assert(
      fc.property(many, run, spans, (samples, own, spans) => {
        const all = [...samples, ...own];
        assert.equal(moved([...all].reverse(), "b", spans), moved(all, "b", spans));
      }),
    );
  });
});

describe("notMoved", () => {
  const about = (facts: Partial<Unmoved>) =>
    notMoved({
      address: "http://web.localhost/",
      release: "b",
      seconds: 30,
      consecutive: 5,
      samples: [],
      pending: 0,
      ...facts,
    });

  it("says who answered instead", () => {
    const samples = [...row("a", 10, 0), ...row("a", 3, 1000), answer("b", 2000), refused(3000)];
    assert.equal(
      about({ samples }),
      "The traffic of http://web.localhost/ did not all move to release b within 30 s: of the last 5 requests 3 got an answer of a, 1 got an answer of b, 1 got an answer that names no release with status 503; it takes 5 good answers of it in a row.",
    );
  });

  it("says when the release itself fails", () => {
    const samples = row("b", 9).map((one) => ({ ...one, status: 500 }));
    assert.equal(
      about({ samples, pending: 1 }),
      "The traffic of http://web.localhost/ did not all move to release b within 30 s: of the last 5 requests 5 got an answer of b with status 500, 1 more still waits; it takes 5 good answers of it in a row.",
    );
  });

  it("says when nothing answers", () => {
    assert.equal(
      about({ samples: [broken(1), broken(2)] }),
      "Nothing at http://web.localhost/ answered within 30 s: connect ECONNREFUSED 127.0.0.1:80.",
    );
    assert.equal(
      about({ pending: 40 }),
      "Nothing at http://web.localhost/ answered within 30 s: 40 requests still wait.",
    );
    assert.equal(
      about({ samples: [answer("a"), ...[1, 2, 3, 4, 5].map((at) => broken(at))] }),
      "The traffic of http://web.localhost/ did not all move to release b within 30 s: of the last 5 requests 5 got no answer (connect ECONNREFUSED 127.0.0.1:80); it takes 5 good answers of it in a row.",
    );
  });
});
