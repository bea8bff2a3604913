import assert from "node:assert/strict";
import { attemptAfter, PodWatch } from "../../../components/environment/pod-watch";
import { until } from "../../until";
import { FakeWitness } from "../fake-witness";
import { blueServes, planned, up, wantedOf } from "../planned";

const report = (...pods: string[]) => new Map(pods.map((pod) => [pod, `Pod ${pod}: its image is not found`]));

describe("attemptAfter", () => {
  it("is another one than was given up last, and stays the same once it has succeeded", () => {
    assert.equal(attemptAfter(undefined), "1");
    assert.equal(attemptAfter(up("r1")), "1");
    assert.equal(attemptAfter({ ...up("r1"), givenUp: "1" }), "2");
    assert.equal(attemptAfter({ ...up("r1"), givenUp: "2" }), "1");
  });
});

describe("PodWatch", () => {
  const web = planned({ failFastSeconds: 1 }, { recorded: blueServes });
  const at = (seconds: number) => ({
    ...web,
    application: { ...web.application, failFastSeconds: seconds },
  });

  it("gives up the attempt whose pods can't come up, and says why once the wait has ended", async () => {
    const witness = new FakeWitness({});
    witness.reports = report("web-green-1");
    const watch = new PodWatch(witness, "shop-dev");
    watch.begin(at(0), "green");
    await until(() => witness.asked.length > 2);
    assert.deepEqual(witness.asked, [
      `pull anew web-green ${wantedOf()}`,
      `pods of web-green ${wantedOf()}`,
      "give up web-green 1",
    ]);
    assert.equal(
      watch.end(web, "green"),
      "web-green can't become Ready, so the update ends: Pod web-green-1: its image is not found",
    );
    assert.equal(watch.end(web, "green"), undefined);
  });

  it("says nothing of pods that came up, and looks no more", async () => {
    const witness = new FakeWitness({});
    const watch = new PodWatch(witness, "shop-dev");
    watch.begin(at(20), "green");
    await until(() => witness.asked.length > 1);
    assert.equal(watch.end(web, "green"), undefined);
    await new Promise((resolve) => setTimeout(resolve, 1200));
    assert.equal(witness.asked.length, 2);
  });

  it("looks again where the cluster didn't answer", async () => {
    const witness = new FakeWitness({});
    let looks = 0;
    witness.hopeless = () =>
      ++looks === 1 ? Promise.reject(new Error("no answer")) : Promise.resolve(report("web-green-1"));
    const watch = new PodWatch(witness, "shop-dev");
    watch.begin(at(0), "green");
    await until(() => witness.asked.length > 1);
    assert.deepEqual(
      [looks, witness.asked],
      [2, [`pull anew web-green ${wantedOf()}`, "give up web-green 1"]],
    );
  });

  it("looks at pods also where those that wait for an image since before can't be replaced", async () => {
    const witness = new FakeWitness({});
    witness.reports = report("web-green-1");
    witness.pullAnew = () => Promise.reject(new Error("Forbidden"));
    new PodWatch(witness, "shop-dev").begin(at(0), "green");
    await until(() => witness.asked.includes("give up web-green 1"));
  });

  it("ends nothing while the Deployment can't be marked, by which alone the wait ends", async () => {
    const witness = new FakeWitness({});
    witness.reports = report("web-green-1");
    let refused = 0;
    witness.giveUp = () => (++refused, Promise.reject(new Error("Forbidden")));
    const watch = new PodWatch(witness, "shop-dev");
    watch.begin(at(0), "green");
    await until(() => refused > 0);
    await new Promise(setImmediate);
    assert.equal(watch.end(web, "green"), undefined);
  });

  it("doesn't look at pods that nothing waits for", () => {
    const witness = new FakeWitness({});
    new PodWatch(witness, "shop-dev").begin(planned(), "green"); // the other color of a first release has none
    assert.deepEqual(witness.asked, []);
  });
});
