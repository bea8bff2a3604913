import assert from "node:assert/strict";
import { hostOf } from "../../naming/host";
import { BranchEnvironment } from "./branch-environment";
import { ask, askUntil } from "./gateway";
import { underLoad } from "./under-load";

describe("two applications of one environment under load on a real cluster", () => {
  let environment: BranchEnvironment;
  let hosts: [web: string, jobs: string];
  const answering = () => Promise.all(hosts.map(async (host) => (await ask(host)).release));

  before(async () => {
    environment = new BranchEnvironment("feature/two");
    hosts = [environment.host, hostOf(environment.namespace, "localhost", "jobs")];
    environment.addApplication("jobs");
    want("1");
    await environment.make();
    for (const host of hosts) await askUntil(host, ({ status }) => status === 200);
  });

  after(() => environment.remove());

  // What failed keeps its pods until the next release is up, and a small cluster has no room for both.
  afterEach(() => environment.turnout("settle"));

  it("leaves both where they are when one of them fails", async () => {
    const before = await answering();
    want("2", { readyTimeoutSeconds: 8, probes: { readiness: { path: "/missing" } } });
    const { releases } = await underLoad("two applications, one fails", hosts, async () => {
      const { code, errors } = await environment.attempt("up");
      assert.equal(code, 1);
      assert.match(errors, /Pod jobs-green-/);
    });
    assert.deepEqual(await answering(), before);
    assert.deepEqual(Object.keys(releases).sort(), before.sort());
    for (const name of ["web", "jobs"])
      assert.deepEqual((await environment.status(name)).weights, { blue: 100, green: 0 }, name);
  });

  it("releases both", async () => {
    const before = await answering();
    want("3");
    await underLoad("two applications", hosts, async () => void (await environment.turnout("up")));
    const after = await answering();
    assert.ok(after.every((release, index) => release !== before[index]));
    for (const name of ["web", "jobs"])
      assert.deepEqual((await environment.status(name)).weights, { blue: 0, green: 100 }, name);
  });

  function want(version: string, ofJobs: object = {}): void {
    environment.wantEach(version, { web: {}, jobs: ofJobs });
  }
});
