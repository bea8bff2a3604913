import type { CoordinationV1Api, V1Lease } from "@kubernetes/client-node";
import assert from "node:assert/strict";
import { carryOut } from "../../cli/carry-out";
import { neverEnds } from "../../internals/engine-calls";
import { UserError } from "../../cli/terminal";
import type { Kubernetes } from "../../live/kubernetes";
import { FakeEngine } from "./fake-engine";
import { now, runner, runnersLock, words } from "./locked";

const end = "Stack dev: the command did not get to its end; what was not changed yet is as it was.";
const log = "GET http://dev--preview.localhost/readyz: no answer (connect ECONNREFUSED 127.0.0.1:80)";
const smoke = `The smoke check of web failed with release r2; the traffic stays where it is:\n${log}`;

describe("carryOut", () => {
  /** The message about an update that fails. @param printed output of the Pulumi CLI. */
  async function told(message: string, printed: string, cluster?: Kubernetes): Promise<string> {
    const { operation } = new FakeEngine();
    operation.progress.on({ sequence: 0, timestamp: 0, diagnosticEvent: diagnostic(message) });
    const all = cluster ? { namespace: "shop-dev", cluster: () => Promise.resolve(cluster) } : {};
    const run = () => Promise.reject(new Error(printed));
    const error: unknown = await carryOut({ ...operation, ...all }, run, () => now).catch(
      (error: unknown) => error,
    );
    assert.ok(error instanceof UserError);
    return error.message;
  }
  const diagnostic = (message: string) =>
    ({ message, severity: "error", color: "never", urn: route }) as const;
  const route = "urn:pulumi:dev::turnout::kubernetes:gateway.networking.k8s.io/v1:HTTPRoute::web";

  it("says nothing of pods in a namespace that isn't known to be the stack's own", async () => {
    const { operation } = new FakeEngine();
    const asked = { namespace: "shop-dev", cluster: () => assert.fail("the cluster was asked") };
    const run = () => Promise.reject(new Error("no"));
    await assert.rejects(carryOut({ ...operation, ...asked, isOwn: false }, run), UserError);
  });

  it("shows what a smoke check's log says of the network", async () => {
    const message = `before hook "web-before-traffic" failed: ${smoke}`;
    assert.equal(
      await told(message, `code: 255\n stdout: \n stderr: error: ${message}\n`),
      `HTTPRoute web: ${smoke}\n${end}`,
    );
  });

  it("shows what pods say of a registry that they don't reach", async () => {
    const says =
      'web-green can\'t become Ready, so the update ends: Pod web-green-1: Get "https://10.1.2.3/apis": dial tcp';
    const message = `after hook "web-green-after-change" failed: ${says}`;
    assert.equal(
      await told(message, `code: 255\n stdout: \n stderr: error: ${message}\n`),
      `HTTPRoute web: ${says}\n${end}`,
    );
  });

  it("says once what the program threw: the engine repeats it under a headline of its own", async () => {
    assert.equal(
      await told("no luck.", "code: 255\n stdout: \n stderr: error: no luck.\n"),
      `HTTPRoute web: no luck.\n${end}`,
    );
    const { operation } = new FakeEngine();
    for (const message of ["no luck.", "One or more errors occurred: no luck.", "preview failed"])
      operation.progress.on({
        sequence: 0,
        timestamp: 0,
        diagnosticEvent: { message, severity: "error", color: "never" },
      });
    await assert.rejects(
      carryOut(
        operation,
        () => Promise.reject(new Error("code: 255")),
        () => now,
      ),
      { message: `no luck.\n${end}` },
    );
  });

  it("says that the program never ends, not that somebody interrupted the engine", async () => {
    const { operation } = new FakeEngine();
    operation.progress.on({ sequence: 0, timestamp: 0, diagnosticEvent: diagnostic("update canceled") });
    await assert.rejects(
      carryOut(
        operation,
        () => Promise.reject(new Error(neverEnds)),
        () => now,
      ),
      { message: `${neverEnds}\n${end}` },
    );
  });

  const lockedBy = (job: string) =>
    `Stack dev is being updated by runner@runner-0 (pid 4711) since 2026-11-21 13:00 UTC (5 minutes)${job}: wait until that is through. If it is dead, \`npx turnout unlock --stack dev\` frees the stack or says who can.\n${end}`;

  it("names the job that holds the stack, by its lease", async () => {
    const job = "https://github.com/ana/shop/actions/runs/123 (deploy)";
    const lease = {
      metadata: {
        annotations: { "turnout.dev/holder": JSON.stringify({ ...runner, host: "runner-0", job }) },
      },
      spec: {
        holderIdentity: job,
        acquireTime: new Date(runnersLock.since.getTime() - 1000),
        renewTime: now,
      },
    };
    const coordination = {
      readNamespacedLease: () => Promise.resolve(lease as unknown as V1Lease),
    } as unknown as CoordinationV1Api;
    assert.equal(
      await told("update failed", words(runnersLock), { coordination } as Kubernetes),
      lockedBy(`, job ${job}`),
    );
  });

  it("says what the lock says where the lease can't be read", async () => {
    const coordination = {
      readNamespacedLease: () => Promise.reject(new Error("no answer within 2 s")),
    } as unknown as CoordinationV1Api;
    assert.equal(
      await told("update failed", words(runnersLock), { coordination } as Kubernetes),
      lockedBy(""),
    );
    assert.equal(await told("update failed", words(runnersLock)), lockedBy(""));
  });
});
