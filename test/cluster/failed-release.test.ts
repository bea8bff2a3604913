import assert from "node:assert/strict";
import { BranchEnvironment } from "./branch-environment";
import { ask, askUntil } from "./gateway";
import { underLoad } from "./under-load";

/** These never get Ready. */
const soon = { readyTimeoutSeconds: 8 };

/** These neither, which their pods say at once: longer than any command here may run is not waited for them. */
const hopeless = { readyTimeoutSeconds: 600, failFastSeconds: 3 };
const ended = (reason: string) =>
  new RegExp(`web-green can't become Ready, so the update ends: Pod web-green-\\S+: ${reason}`);

/** Faults of a release, each with the message that a person gets. */
const failures: Readonly<Record<string, { readonly settings: object; readonly says: RegExp }>> = {
  "bad readiness": {
    settings: { probes: { readiness: { path: "/missing" } }, ...soon },
    says: /Pod web-green-\S+ .*Readiness probe failed/s,
  },
  "crash at start": {
    settings: { command: ["python3", "-c", "raise SystemExit('no database')"], ...soon },
    says: /Pod web-green-\S+ (CrashLoopBackOff|ended with exit code 1)/,
  },
  "image that does not exist": {
    settings: {
      image: process.env.TURNOUT_TEST_IMAGE ? "localhost/missing:1" : "localhost/missing",
      ...soon,
    },
    says: /Pod web-green-\S+ .*localhost\/missing:/s,
  },
  "command that the image hasn't": {
    settings: { command: ["no-such-program"], ...hopeless },
    says: ended("StartError: .*no-such-program.*not found"),
  },
  "size that no node has": {
    settings: { resources: { cpu: "1000" }, ...hopeless },
    says: ended("it gets no node: 0/\\d+ nodes are available: .*Insufficient cpu"),
  },
  // The registry of the local test cluster: it answers, and doesn't have it.
  ...(process.env.TURNOUT_TEST_IMAGE === undefined && {
    "image that its registry hasn't": {
      settings: { image: "localhost:5000/missing", ...hopeless },
      says: ended("(ErrImagePull|ImagePullBackOff): .*not found"),
    },
  }),
  "smoke check that fails": {
    settings: { smoke: { path: "/missing" } },
    says: /The smoke check of web failed with release \S+; the traffic stays where it is:\n[^]*GET \S+\/missing: status 404 of release/,
  },
};

describe("a release that fails under load on a real cluster", () => {
  let environment: BranchEnvironment;

  before(async () => {
    environment = new BranchEnvironment("feature/failing");
    environment.want("1");
    await environment.make();
    await askUntil(environment.host, ({ status }) => status === 200);
  });

  after(() => environment.remove());

  // What failed keeps its pods until the next release is up, and a small cluster has no room for both.
  afterEach(() => environment.turnout("settle"));

  for (const [name, { settings, says }] of Object.entries(failures))
    it(`leaves the old one serving: ${name}`, async () => {
      const { release } = await ask(environment.host);
      environment.want(name, settings);
      const { releases } = await underLoad(`failed release, ${name}`, [environment.host], async () => {
        const { code, errors } = await environment.attempt("up");
        assert.equal(code, 1);
        assert.match(errors, says);
        assert.match(errors, /the command did not get to its end; what was not changed yet is as it was\.$/m);
        assert.doesNotMatch(errors, /\n\s+at /);
      });
      const { weights, blue } = await environment.status();
      assert.deepEqual(Object.keys(releases), [release]);
      assert.deepEqual(weights, { blue: 100, green: 0 });
      assert.deepEqual(blue, { ...blue, release, replicas: 2, ready: true });
    });

  it("is mended by the next one", async () => {
    environment.want("2");
    const { releases } = await underLoad("release after failed ones", [environment.host], async () => {
      await environment.turnout("up");
    });
    assert.equal(Object.keys(releases).length, 2);
    assert.deepEqual((await environment.status()).weights, { blue: 0, green: 100 });
  });
});
