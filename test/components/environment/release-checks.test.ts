import assert from "node:assert/strict";
import { ReleaseChecks } from "../../../components/environment/release-checks";
import type { PlannedApplication } from "../../../program/planned-application";
import { staleCheckpoint } from "../../../release/guard";
import type { RecordedApplication } from "../../../release/model";
import { FakeWitness } from "../fake-witness";
import { blueServes, planned, up, wantedOf } from "../planned";

const api = { name: "api" };
const smoke = { smoke: { path: "/readyz" } };
const release = wantedOf();
/** The application in the cluster once the new release is up on green. */
const greenIsUp: RecordedApplication = { ...blueServes, preview: "green", green: up(release) };

function checksOf(live: Record<string, RecordedApplication>, ...applications: PlannedApplication[]) {
  const witness = new FakeWitness(live);
  return { witness, checks: new ReleaseChecks(witness, "shop-dev", applications, false) };
}

describe("ReleaseChecks before the traffic moves", () => {
  const web = planned(smoke, { recorded: blueServes });
  const patient = planned({ ...api, ...smoke }, { recorded: blueServes });
  const second = { ...patient, application: { ...patient.application, readyTimeoutSeconds: 0.1 } };
  const apiIsUp = { ...greenIsUp, green: up(second.release) };

  it("looks at every application before the first route moves, and once", async () => {
    const { witness, checks } = checksOf({ web: greenIsUp, api: apiIsUp }, web, second);
    await Promise.all([checks.beforeRoute(web), checks.beforeRoute(second)]);
    const first = witness.asked.findIndex((each) => each.startsWith("watch"));
    assert.deepEqual(witness.asked.slice(0, 4).sort(), [
      "look shop-dev/api",
      "look shop-dev/web",
      `smoke api ${second.release}`,
      `smoke web ${release}`,
    ]);
    assert.ok(first > 3);
    assert.deepEqual(witness.asked.filter((each) => /smoke|watch/.test(each)).sort(), [
      `smoke api ${second.release}`,
      `smoke web ${release}`,
      "watch api",
      "watch web",
    ]);
  });

  const failures: readonly (readonly [
    title: string,
    apis: RecordedApplication,
    broken: readonly string[],
    sentence: string,
  ])[] = [
    [
      "is not Ready any more",
      { ...apiIsUp, green: { ...up(second.release), ready: false } },
      [],
      "api-green is not Ready any more: the traffic stays where it is; run the update again.",
    ],
    [
      "runs something else by now",
      { ...apiIsUp, green: up("other") },
      [],
      `api-green runs release other in the cluster, not ${second.release}: ${staleCheckpoint}`,
    ],
    ["fails its smoke check", apiIsUp, ["api"], "The smoke check of api failed."],
  ];
  for (const [title, apis, broken, message] of failures)
    it(`keeps every route where one application ${title}`, async () => {
      const { witness, checks } = checksOf({ web: greenIsUp, api: apis }, web, second);
      witness.broken = broken;
      const outcomes = await Promise.allSettled([checks.beforeRoute(web), checks.beforeRoute(second)]);
      for (const outcome of outcomes) {
        assert.ok(outcome.status === "rejected");
        assert.equal((outcome.reason as Error).message, message);
      }
      assert.deepEqual(
        witness.asked.filter((each) => each.startsWith("watch")),
        [],
      );
    });

  it("waits for a pod that died right before, and goes on once the next one is Ready", async () => {
    const { witness, checks } = checksOf(
      { web: { ...greenIsUp, green: { ...up(release), ready: false } } },
      web,
    );
    setTimeout(() => (witness.live.web = greenIsUp), 100);
    await checks.beforeRoute(web);
    assert.ok(witness.asked.filter((each) => each === "look shop-dev/web").length > 2);
    assert.ok(witness.asked.includes("watch web"));
  });

  it("waits no longer for what never comes back, and says why", async () => {
    const down = { ...greenIsUp, green: { ...up(release), ready: false } };
    const soon = { ...web, application: { ...web.application, failFastSeconds: 0 } };
    const { witness, checks } = checksOf({ web: down }, soon);
    witness.reports = new Map([["web-green-1", "Pod web-green-1: InvalidImageName"]]);
    await assert.rejects(checks.beforeRoute(soon), {
      message: "web-green can't become Ready, so the update ends: Pod web-green-1: InvalidImageName",
    });
    assert.ok(!witness.asked.includes("watch web"));
  });

  it("waits also where it died while another application was still looked at", async () => {
    const { witness, checks } = checksOf({ web: greenIsUp, api: apiIsUp }, web, second);
    witness.smoke = (_check, { application }) => {
      if (application === "web") witness.live.web = { ...greenIsUp, green: { ...up(release), ready: false } };
      return Promise.resolve();
    };
    setTimeout(() => (witness.live.web = greenIsUp), 100);
    await checks.beforeRoute(web);
    assert.ok(witness.asked.includes("watch web"));
  });

  it("asks nothing of an application that nobody uses yet: its route comes first, and moves nothing", async () => {
    const fresh = planned({ ...api, ...smoke });
    assert.deepEqual([fresh.plan.kind, fresh.plan.order], ["first", "route"]);
    const { witness, checks } = checksOf({ web: greenIsUp }, web, fresh);
    await checks.beforeRoute(web);
    assert.ok(!witness.asked.some((each) => each.includes("api")));
    await checks.beforeRoute(fresh);
    await checks.afterRoute(fresh);
    assert.deepEqual(
      witness.asked.filter((each) => each.includes("api")),
      ["look shop-dev/api"],
    );
  });

  it("keeps what was rolled back in the cluster from getting traffic by a checkpoint that doesn't know it", async () => {
    const tried = {
      ...blueServes,
      weights: { blue: 90, green: 10 },
      green: { ...up(release), candidate: true },
    };
    const shift = planned(
      { autoPromote: false },
      { recorded: tried, intent: () => ({ verb: "shift", share: 50 }) },
    );
    const { checks } = checksOf({ web: { ...tried, rejected: release } }, shift);
    await assert.rejects(checks.beforeRoute(shift), {
      message: `web: release ${release} was rolled back in the cluster, which the last checkpoint doesn't know: ${staleCheckpoint}`,
    });
  });

  it("watches no route that has its weights already, as after a rollback that was made at once", async () => {
    const recorded = { ...blueServes, green: up("older") };
    const rollback = planned({}, { recorded, intent: () => ({ verb: "rollback" }) });
    assert.equal(rollback.plan.kind, "rollback");
    const moved = { ...recorded, weights: { blue: 0, green: 100 } };
    const { witness, checks } = checksOf({ web: moved }, rollback);
    await checks.beforeRoute(rollback);
    await checks.afterRoute(rollback);
    assert.deepEqual(
      witness.asked.filter((each) => !each.startsWith("look")),
      [],
    );
  });
});

describe("ReleaseChecks and the smoke check", () => {
  const waiting: RecordedApplication = {
    ...blueServes,
    preview: "green",
    green: { ...up(release), candidate: true },
  };
  const gated = { ...smoke, autoPromote: false };
  const shift = (share: number) => () => ({ verb: "shift", share }) as const;

  it("tries a new release at its preview hostname", async () => {
    const web = planned({ ...smoke, releaseHeader: "X-Release" }, { recorded: blueServes });
    const { witness, checks } = checksOf({ web: greenIsUp }, web);
    await checks.beforeRoute(web);
    assert.deepEqual(witness.subjects[0], {
      namespace: "shop-dev",
      application: "web",
      url: "http://shop-dev--preview.shop.example/",
      header: "X-Release",
    });
    assert.equal(witness.subjects[1]?.url, "http://shop-dev.shop.example/");
  });

  it("tries a release that waited without traffic before it gets some", async () => {
    for (const share of [10, 100]) {
      const web = planned(gated, { recorded: waiting, intent: shift(share) });
      const { witness, checks } = checksOf({ web: waiting }, web);
      await checks.beforeRoute(web);
      assert.ok(witness.asked.includes(`smoke web ${release}`), web.plan.kind);
    }
  });

  it("doesn't try again what has traffic already, nor what served before, nor where there is no check", async () => {
    const tried = { ...waiting, weights: { blue: 90, green: 10 } };
    const warm = { ...blueServes, green: up("older") };
    const cases = [
      [planned(gated, { recorded: tried, intent: shift(50) }), tried],
      [planned(gated, { recorded: tried, intent: () => ({ verb: "abort" }) }), tried],
      [planned(smoke, { recorded: warm, intent: () => ({ verb: "rollback" }) }), warm],
      [planned({}, { recorded: blueServes }), greenIsUp],
    ] as const;
    assert.deepEqual(
      cases.map(([{ plan }]) => plan.kind),
      ["shift", "abort", "rollback", "release"],
    );
    for (const [web, live] of cases) {
      const { witness, checks } = checksOf({ web: live }, web);
      await checks.beforeRoute(web);
      assert.ok(!witness.asked.some((each) => each.startsWith("smoke")), web.plan.kind);
    }
  });
});

describe("ReleaseChecks after the traffic moved", () => {
  const before = { at: "2026-11-21T12:00:00.000Z", to: "old", share: 100, requests: 9, failures: 0 };
  const web = planned({}, { recorded: blueServes, lastSwitch: before });

  it("waits until the move was seen, and knows it from then on as the last", async () => {
    const { witness, checks } = checksOf({ web: greenIsUp }, web);
    assert.deepEqual(checks.lastSwitch(web), before);
    const began = Date.now();
    await checks.beforeRoute(web);
    await checks.afterRoute(web);
    const [{ at, ...change } = assert.fail()] = witness.changes;
    assert.ok(began <= at && at <= Date.now());
    assert.deepEqual(change, { from: "old", to: release, share: 100 });
    assert.deepEqual(checks.lastSwitch(web), {
      at: new Date(at).toISOString(),
      from: "old",
      to: release,
      share: 100,
      requests: 0,
      failures: 0,
    });
    assert.equal(witness.asked.at(-1), "saw web within 120");
  });

  it("tells of a canary how much it got, beside the one it is tried against", async () => {
    const canary = { canary: { steps: [10, 100] } };
    const tried = planned(canary, { recorded: blueServes });
    const { witness, checks } = checksOf({ web: greenIsUp }, tried);
    await checks.beforeRoute(tried);
    await checks.afterRoute(tried);
    const { from, to, share } = witness.changes[0] ?? assert.fail();
    assert.deepEqual([from, to, share], ["old", release, 10]);
  });

  it("warns where the move was not seen: the route has moved all the same", async () => {
    const { witness, checks } = checksOf({ web: greenIsUp }, web);
    witness.moves = false;
    witness.reason = "Nothing answered.";
    const said: unknown[] = [];
    const { warn } = console;
    console.warn = (line: unknown) => said.push(line);
    try {
      await checks.beforeRoute(web);
      await checks.afterRoute(web);
    } finally {
      console.warn = warn;
    }
    assert.deepEqual(said, ["warning: [runtime] web: Nothing answered."]);
    assert.equal(checks.lastSwitch(web)?.to, release);
  });
});

describe("ReleaseChecks before a color's pods change", () => {
  const settled = { ...blueServes, blue: up(release), green: up("older") };
  const steady = planned({}, { recorded: settled });
  const next = planned({}, { recorded: blueServes });

  const unknown = `which the last checkpoint doesn't know: ${staleCheckpoint}`;
  const refusals: readonly (readonly [
    title: string,
    update: PlannedApplication,
    live: RecordedApplication,
    problem: string,
  ])[] = [
    [
      "another release into a color that takes traffic with the one it has",
      next,
      { ...blueServes, weights: { blue: 30, green: 70 } },
      `web-green takes 70 % of the traffic in the cluster with release older, ${unknown}`,
    ],
    [
      "the same release once more into a color that takes traffic",
      next,
      { ...blueServes, weights: { blue: 30, green: 70 }, green: { ...up(release), ready: false } },
      `web-green takes 70 % of the traffic in the cluster, ${unknown}`,
    ],
    [
      "pods away from a color that takes traffic",
      steady,
      { ...settled, weights: { blue: 0, green: 100 } },
      `web-green takes 100 % of the traffic in the cluster, ${unknown}`,
    ],
    [
      "pods away that it doesn't know of",
      steady,
      { ...settled, green: up("older", 3) },
      `web-green has 3 pods in the cluster, ${unknown}`,
    ],
  ];
  for (const [title, update, live, message] of refusals)
    it(`refuses to bring ${title}`, async () => {
      const { witness, checks } = checksOf({ web: live }, update);
      await assert.rejects(checks.beforeWorkload(update, "green"), { message });
      assert.deepEqual(witness.asked, ["look shop-dev/web"]);
    });

  it("refuses to make a color anew that is there and serves", async () => {
    const forgotten = planned({}, { recorded: { ...blueServes, green: undefined } });
    const live = { ...blueServes, weights: { blue: 0, green: 100 }, green: up("other") };
    const { checks } = checksOf({ web: live }, forgotten);
    await assert.rejects(checks.beforeWorkload(forgotten, "green"), {
      message: `web-green takes 100 % of the traffic in the cluster with release other, ${unknown}`,
    });
  });

  it("lets the color that serves keep its release and get more pods", async () => {
    const more = planned(
      { replicas: 3 },
      { recorded: { ...blueServes, blue: up(wantedOf({ replicas: 3 })) } },
    );
    assert.deepEqual([more.plan.kind, more.plan.colors.blue.replicas], ["steady", 3]);
    const { witness, checks } = checksOf({ web: more.recorded }, more);
    await checks.beforeWorkload(more, "blue");
    assert.deepEqual(witness.asked, ["look shop-dev/web"]);
  });

  it("lets the color that serves get fewer pods, without a watch for traffic that is to stay", async () => {
    const fewer = planned({ replicas: 1 }, { recorded: { ...blueServes, blue: up(release, 3) } });
    assert.deepEqual(
      [fewer.plan.kind, fewer.plan.active, fewer.plan.colors.blue.replicas],
      ["steady", "blue", 1],
    );
    const { witness, checks } = checksOf({ web: fewer.recorded }, fewer);
    await checks.beforeWorkload(fewer, "blue");
    assert.deepEqual(witness.asked, ["look shop-dev/web"]);
  });

  it("leaves the number of pods to an autoscaler where there is one", async () => {
    const values = { autoscaling: { maxReplicas: 9 } };
    const wanted = wantedOf(values);
    const scaled = planned(values, { recorded: { ...blueServes, blue: up(wanted) } });
    assert.equal(scaled.autoscaled, "blue");
    const { checks } = checksOf({ web: { ...blueServes, blue: up(wanted, 7) } }, scaled);
    await checks.beforeWorkload(scaled, "blue");
  });

  it("lets a color without traffic get another release, without waiting for anything", async () => {
    const { witness, checks } = checksOf({ web: blueServes }, next);
    await checks.beforeWorkload(next, "green");
    assert.deepEqual(witness.asked, ["look shop-dev/web"]);
  });

  it("takes pods away only once the traffic was seen to be gone", async () => {
    assert.deepEqual([steady.plan.kind, steady.plan.colors.green.replicas], ["steady", 0]);
    const { witness, checks } = checksOf({ web: settled }, steady);
    await checks.beforeWorkload(steady, "green");
    assert.deepEqual(witness.asked, [
      ...["look shop-dev/web", "watch web", "saw web within 120"],
      "look shop-dev/web", // once more: the watch takes time, in which the traffic may come back
    ]);
    const { from, to, share } = witness.changes[0] ?? assert.fail();
    assert.deepEqual([from, to, share], ["older", release, 100]);
    witness.moves = false;
    await assert.rejects(checks.beforeWorkload(steady, "green"), {
      message: "web-green keeps its pods: it may still get traffic.",
    });
    witness.reason = "Of the last 20 requests 3 got an answer of older.";
    await assert.rejects(checks.beforeWorkload(steady, "green"), {
      message: "web-green keeps its pods: Of the last 20 requests 3 got an answer of older.",
    });
  });

  describe("where the traffic comes back while it is watched, as by a rollback that moves the route at once", () => {
    const back: readonly (readonly [title: string, then: RecordedApplication, problem: string])[] = [
      [
        "all of it",
        { ...settled, weights: { blue: 0, green: 100 } },
        `web-green takes 100 % of the traffic in the cluster, ${unknown}`,
      ],
      [
        "a part of it",
        { ...settled, weights: { blue: 90, green: 10 } },
        `web-green takes 10 % of the traffic in the cluster, ${unknown}`,
      ],
      [
        "with another release",
        { ...settled, weights: { blue: 0, green: 100 }, green: up("newer") },
        `web-green takes 100 % of the traffic in the cluster with release newer, ${unknown}`,
      ],
      [
        "pods, before the traffic",
        { ...settled, green: up("older", 4) },
        `web-green has 4 pods in the cluster, ${unknown}`,
      ],
    ];
    for (const [title, then, message] of back)
      it(`takes no pods away: ${title}`, async () => {
        const { witness, checks } = checksOf({ web: settled }, steady);
        const other = new FakeWitness({});
        witness.observeMove = (subject) => {
          const end = other.observeMove(subject);
          return (change, seconds) => {
            witness.live.web = then;
            return end(change, seconds);
          };
        };
        await assert.rejects(checks.beforeWorkload(steady, "green"), { message });
      });
  });
});

describe("ReleaseChecks before pods whose image is built here", () => {
  const provided = async (application: PlannedApplication, ...of: readonly ("blue" | "green")[]) => {
    const images: string[] = [];
    const provide = (name: string, ref: string) => Promise.resolve(void images.push(`${ref} of ${name}`));
    const checks = new ReleaseChecks(new FakeWitness({}), "shop-dev", [application], false, { provide });
    for (const color of of) await checks.beforePods(application, color);
    return images;
  };

  it("bring the image of the color that gets new pods, and of no other", async () => {
    const first = planned();
    assert.deepEqual(await provided(first, "blue", "green"), [`${first.image} of web`]);
    const next = planned({}, { recorded: blueServes });
    assert.deepEqual(await provided(next, "blue"), []);
    assert.deepEqual(await provided(next, "green"), [`${next.image} of web`]);
  });

  it("keep pods from being made without it", async () => {
    const message = "the command kind doesn't start";
    const provide = () => Promise.reject(new Error(message));
    const application = planned();
    const checks = new ReleaseChecks(new FakeWitness({}), "shop-dev", [application], false, { provide });
    await assert.rejects(checks.beforePods(application, "blue"), { message });
  });
});

describe("ReleaseChecks before pods behind a load balancer", () => {
  const asked = async (application: PlannedApplication, color: "blue" | "green", binds = true) => {
    const witness = new FakeWitness({});
    const checks = new ReleaseChecks(witness, "shop-dev", [application], binds);
    await checks.beforePods(application, color);
    return witness.asked;
  };

  it("wait for the bindings of a color that gets pods", async () => {
    assert.deepEqual(await asked(planned(), "blue"), ["bindings of shop-dev/web-blue"]);
    assert.deepEqual(await asked(planned({}, { recorded: blueServes }), "green"), [
      "bindings of shop-dev/web-green",
    ]);
  });

  it("wait for none where there are no pods, or nothing that binds", async () => {
    assert.deepEqual(await asked(planned(), "green"), []);
    assert.deepEqual(await asked(planned(), "blue", false), []);
  });
});
