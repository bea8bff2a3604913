import assert from "node:assert/strict";
import { settled } from "../../../diff/settled";
import type { Recording } from "../../../program/recording";
import type { Checkpoint } from "../../../release/checkpoint";
import { declare, inside, releaseOf, the, web } from "../declared";
import { through } from "../through";

const canary = { ...web, canary: { steps: [10, 50, 100] } };
const next = { ...canary, image: "registry.example/web:2" };

const annotationsOf = (recording: Recording, kind: string, name: string) =>
  (inside(the(recording, kind, name), "metadata", "annotations") ?? {}) as Readonly<Record<string, string>>;
const candidateOf = (recording: Recording, color: string) =>
  annotationsOf(recording, "Deployment", `web-${color}`)["turnout.dev/candidate"];
const rejectedIn = (recording: Recording) =>
  annotationsOf(recording, "HTTPRoute", "web")["turnout.dev/rejected"];
const weightsOf = (recording: Recording, route = "web") =>
  (
    inside(the(recording, "HTTPRoute", route), "spec", "rules", 0, "backendRefs") as unknown as readonly {
      weight: number;
    }[]
  ).map(({ weight }) => weight);

describe("what a release remembers from one update to the next", () => {
  let old: Recording;
  let tried: Recording;
  let checkpoint: Checkpoint;
  before(async () => {
    old = await declare({ applications: [canary] });
    tried = await declare({ applications: [next], checkpoint: settled(old) });
    checkpoint = through(tried, settled(old));
  });

  it("marks a release that is tried, and gives it its first share", () => {
    assert.deepEqual(weightsOf(tried), [90, 10]);
    assert.equal(candidateOf(tried, "green"), releaseOf(tried, "web-green"));
    assert.equal(candidateOf(tried, "blue"), undefined);
    assert.equal(rejectedIn(tried), undefined);
  });

  it("leads the preview's hostname to what was released last, whatever its share", async () => {
    assert.deepEqual(weightsOf(tried, "web--preview"), [0, 100]);
    const gated = { ...web, autoPromote: false };
    const waiting = await declare({
      applications: [{ ...gated, image: "registry.example/web:2" }],
      checkpoint: settled(await declare({ applications: [gated] })),
    });
    assert.deepEqual(
      [weightsOf(waiting), weightsOf(waiting, "web--preview")],
      [
        [100, 0],
        [0, 100],
      ],
    );
  });

  it("keeps the mark while another share is asked for, also when all is", async () => {
    for (const share of [50, 100]) {
      const run = { intent: () => ({ verb: "shift", share }) as const };
      const shifted = await declare({ applications: [next], checkpoint, run });
      assert.deepEqual(weightsOf(shifted), [100 - share, share]);
      assert.equal(candidateOf(shifted, "green"), releaseOf(tried, "web-green"));
    }
  });

  it("writes down on the route what was aborted, and doesn't release it again by itself", async () => {
    const run = { intent: () => ({ verb: "abort" }) as const };
    const aborted = await declare({ applications: [next], checkpoint, run });
    const release = releaseOf(tried, "web-green");
    assert.deepEqual(weightsOf(aborted), [100, 0]);
    assert.equal(rejectedIn(aborted), release);

    const rejected = through(aborted, checkpoint);
    const after = await declare({ applications: [next], checkpoint: rejected });
    assert.deepEqual([weightsOf(after), rejectedIn(after)], [[100, 0], release]);
    assert.deepEqual(after.messages, []);

    const other = { ...next, image: "registry.example/web:3" };
    const steady = through(after, rejected);
    const changed = await declare({ applications: [other], checkpoint: steady });
    assert.deepEqual([weightsOf(changed), rejectedIn(changed)], [[90, 10], undefined]);
    const asked = await declare({
      applications: [next],
      checkpoint: steady,
      run: { intent: () => ({ verb: "release" }) },
    });
    assert.deepEqual([weightsOf(asked), rejectedIn(asked)], [[90, 10], undefined]);
  });
});

describe("what a run of the program is told and tells", () => {
  it("hands all plans out before anything is declared, and ends there when that throws", async () => {
    const checkpoint = settled(await declare());
    const seen: string[] = [];
    const run = {
      onPlanned: (applications: readonly { plan: { kind: string } }[]) => {
        seen.push(...applications.map(({ plan }) => plan.kind));
        throw new Error("Nothing waits to be promoted.");
      },
    };
    await assert.rejects(declare({ checkpoint, run }), { message: "Nothing waits to be promoted." });
    assert.deepEqual(seen, ["steady"]);
  });

  it("plans an autoscaled application from the sizes that the cluster has now", async () => {
    const applications = [{ ...web, autoscaling: { maxReplicas: 9 } }];
    const checkpoint = settled(await declare({ applications }));
    const refuse = () => Promise.reject(new Error("not asked"));
    const blue = { release: "any", replicas: 6, ready: true };
    const sizes = async (look: () => Promise<object>) => {
      const run = {
        witness: {
          look,
          survey: () => Promise.resolve(undefined),
          observeMove: () => refuse,
          smoke: refuse,
          hopeless: refuse,
          giveUp: refuse,
          pullAnew: refuse,
          apply: refuse,
          gateway: refuse,
          bindings: refuse,
        },
      };
      const released = [{ ...applications[0], image: "registry.example/web:2" }];
      const recording = await declare({ applications: released, checkpoint, run });
      return ["web-blue", "web-green"].map((name) =>
        inside(the(recording, "Deployment", name), "spec", "replicas"),
      );
    };
    assert.deepEqual(await sizes(() => Promise.resolve({ blue })), [6, 6]);
    // Where the cluster can't be asked, what is recorded has to do.
    assert.deepEqual(await sizes(refuse), [1, 1]);
  });
});
