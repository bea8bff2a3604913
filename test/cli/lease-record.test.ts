import assert from "node:assert/strict";
import type { V1Lease } from "@kubernetes/client-node";
import { heldOf, isOf, isOver, saidOf, turnOf } from "../../cli/lease-record";
import { ana, runner, runnersLease } from "./lock-sample";

const lease = ({ job, ...self } = runnersLease): V1Lease => ({
  metadata: { annotations: saidOf({ ...self, job }).annotations },
  spec: {
    holderIdentity: "x",
    acquireTime: self.since,
    renewTime: self.renewed,
    leaseDurationSeconds: self.seconds,
  },
});

describe("heldOf", () => {
  it("reads back what was said, of a job and of a person", () => {
    const anas = { ...runnersLease, ...ana };
    assert.deepEqual([heldOf(lease()), heldOf(lease(anas))], [runnersLease, anas]);
  });

  it("reads nothing from a lease that nobody holds, and from one of another tool's", () => {
    const { metadata, spec } = lease();
    for (const other of [
      {},
      { metadata, spec: { ...spec, holderIdentity: "" } },
      { metadata, spec: { holderIdentity: "x" } },
      { metadata: { annotations: {} }, spec },
      { metadata: { annotations: { "turnout.dev/owner": "ana@laptop" } }, spec },
    ] as V1Lease[])
      assert.equal(heldOf(other), undefined);
  });
});

describe("saidOf", () => {
  it("names a job by its address, and a person by user, host and process", () => {
    assert.equal(saidOf(runner).holder, "https://github.com/ana/shop/actions/runs/124 (deploy)");
    assert.equal(saidOf(ana).holder, "ana@laptop pid 99");
  });
});

describe("isOver", () => {
  it("is so after the lease's own duration", () => {
    const at = (seconds: number) => new Date(runnersLease.renewed.getTime() + seconds * 1000);
    assert.deepEqual([isOver(runnersLease, at(40)), isOver(runnersLease, at(40.001))], [false, true]);
  });
});

describe("isOf", () => {
  it("is so for the same process of the same machine", () => {
    const { machine, pid } = runnersLease;
    const each = [
      { machine, pid },
      { machine, pid: 1 },
      { machine: "boot-9 pid:[1]", pid },
    ];
    assert.deepEqual(
      each.map((self) => isOf(runnersLease, self)),
      [true, false, false],
    );
  });
});

describe("turnOf", () => {
  const renewed = runnersLease.renewed.getTime();

  it("takes what nobody holds and what is one's own", () => {
    assert.equal(turnOf(undefined, ana, undefined, 0), "take");
    assert.equal(turnOf({ ...runnersLease, ...ana }, ana, undefined, 0), "take");
  });

  it("takes another's only when it has stayed the same for its duration before one's own eyes", () => {
    assert.equal(turnOf(runnersLease, runner, undefined, 1e9), "leave");
    assert.equal(turnOf(runnersLease, runner, { renewed, at: 5000 }, 44_999), "leave");
    assert.equal(turnOf(runnersLease, runner, { renewed, at: 5000 }, 45_000), "take");
    assert.equal(turnOf(runnersLease, runner, { renewed: renewed - 1, at: 5000 }, 45_000), "leave");
  });
});
