import assert from "node:assert/strict";
import type { CoordinationV1Api, V1Lease } from "@kubernetes/client-node";
import { setTimeout } from "node:timers/promises";
import { heldOf, isOf, isOver, keepLease, mayTake, readLease, removeLease } from "../../cli/lease";
import type { Self } from "../../cli/owner";
import { type Kubernetes, kubernetesClient } from "../../live/kubernetes";
import { until } from "../until";
import { ana, now, runner, runnersLease } from "./locked";

class Refused extends Error {
  constructor(readonly code: number) {
    super(String(code));
  }
}

/** An API server that keeps one lease, and its rules about versions. */
class Server {
  readonly requests: string[] = [];
  lease: V1Lease | undefined;
  /** The code that every request is refused with. */
  refusal: number | undefined;
  private version = 0;

  readonly api = {
    readNamespacedLease: async () => this.answer("read", () => this.lease ?? this.refuse(404)),
    createNamespacedLease: async ({ body }: { body: V1Lease }) =>
      this.answer("create", () => (this.lease ? this.refuse(409) : this.keep(body))),
    replaceNamespacedLease: async ({ body }: { body: V1Lease }) =>
      this.answer("replace", () => {
        this.match(body.metadata?.resourceVersion);
        return this.keep(body);
      }),
    deleteNamespacedLease: async ({ body }: { body: { preconditions: { resourceVersion: string } } }) =>
      this.answer("delete", () => {
        this.match(body.preconditions.resourceVersion);
        this.lease = undefined;
      }),
  } as unknown as CoordinationV1Api;

  readonly place = {
    namespace: "shop-dev",
    cluster: () => Promise.resolve({ coordination: this.api } as Kubernetes),
  };

  /** A change by somebody else. */
  keep(body: V1Lease): V1Lease {
    return (this.lease = { ...body, metadata: { ...body.metadata, resourceVersion: `${++this.version}` } });
  }

  private async answer<T>(request: string, what: () => T): Promise<T> {
    this.requests.push(request);
    await setTimeout(1);
    return this.refusal === undefined ? what() : this.refuse(this.refusal);
  }

  private match(version: string | undefined): void {
    if (version !== this.lease?.metadata?.resourceVersion) this.refuse(409);
  }

  private refuse(code: number): never {
    throw new Refused(code);
  }
}

/** A lease as another command writes it. */
const leaseOf = (self: Self): V1Lease => ({
  metadata: { annotations: { "turnout.dev/holder": JSON.stringify(self) } },
  spec: {
    holderIdentity: "x",
    acquireTime: now,
    renewTime: now,
    leaseDurationSeconds: 40,
  },
});

describe("a lease", () => {
  let server: Server;
  const held = () => readLease(server.place);
  const keep = (self: Self) => keepLease(server.place, self, 0, () => now);
  const asked = async (count: number) => {
    await until(() => server.requests.length >= count);
    await setTimeout(10);
  };

  beforeEach(async () => {
    server = new Server();
    await kubernetesClient(); // its loading is not what the tests are about
  });

  it("says who is at work since when, and is given back at the end", async () => {
    const end = keep(runner);
    await asked(2);
    assert.deepEqual(await held(), { ...runner, since: now, renewed: now, seconds: 40, version: "1" });
    assert.equal(server.lease?.spec?.holderIdentity, runner.job);
    await end();
    assert.equal(server.lease, undefined);
    assert.deepEqual(server.requests, ["read", "create", "read", "delete"]);
  });

  it("names a person by user, host and process to who looks at it", async () => {
    const end = keep(ana);
    await asked(2);
    assert.equal(server.lease?.spec?.holderIdentity, "ana@laptop pid 99");
    assert.equal((await held())?.owner, "ana@laptop");
    await end();
  });

  it("is renewed where it is this command's own", async () => {
    server.keep(leaseOf(ana));
    const end = keep(ana);
    await asked(2);
    assert.equal((await held())?.version, "2");
    await end();
    assert.deepEqual([server.lease, server.requests], [undefined, ["read", "replace", "read", "delete"]]);
  });

  it("leaves another's, and at the end, too", async () => {
    server.keep(leaseOf(runner));
    const end = keep(ana);
    await asked(1);
    await end();
    assert.equal((await held())?.owner, runner.owner);
    assert.deepEqual(server.requests, ["read", "read"]);
  });

  it("is not given back once another has it", async () => {
    const end = keep(ana);
    await asked(2);
    server.keep(leaseOf(runner));
    await end();
    assert.equal((await held())?.owner, runner.owner);
  });

  it("asks nothing for a command that is over within a moment", async () => {
    await keepLease(server.place, ana)();
    assert.deepEqual(server.requests, []);
  });

  it("asks nothing before the namespace is known to be the stack's own, and is there once it is", async () => {
    const place = { ...server.place, isOwn: false };
    const end = keepLease(place, runner, 0);
    await setTimeout(50);
    assert.deepEqual(server.requests, []);
    place.isOwn = true;
    await until(() => server.lease !== undefined);
    await end();
    assert.equal(server.lease, undefined);
  });

  it("asks nothing at all where the namespace never turns out to be the stack's own", async () => {
    const end = keepLease({ ...server.place, isOwn: false }, runner, 0);
    await setTimeout(50);
    await end();
    assert.deepEqual(server.requests, []);
  });

  it("asks nothing for a stack that is no environment", async () => {
    const end = keepLease({ ...server.place, namespace: undefined }, ana, 0);
    await setTimeout(20);
    await end();
    assert.deepEqual(server.requests, []);
  });

  for (const code of [403, 404, 409, 500])
    it(`says nothing and fails nothing where the cluster answers ${code}`, async () => {
      server.refusal = code;
      const end = keep(ana);
      await asked(1);
      await end();
      assert.equal(await held(), undefined);
      assert.equal(server.lease, undefined);
    });

  it("says nothing and fails nothing without a cluster", async () => {
    const cluster = () => Promise.reject(new Error("No active cluster!"));
    const end = keepLease({ ...server.place, cluster }, ana, 0);
    await setTimeout(20);
    await end();
  });

  it("ends within 2 seconds also where the cluster doesn't answer", async () => {
    server.api.readNamespacedLease = () => new Promise(() => undefined);
    const end = keep(ana);
    await setTimeout(20);
    await end(); // mocha's own limit would be passed
  });

  it("of a dead command is removed as it was seen, and not once it is renewed", async () => {
    server.keep(leaseOf(runner));
    const dead = (await held()) ?? assert.fail("there is none");
    server.keep(leaseOf(runner));
    await removeLease(server.place, dead);
    const alive = (await held()) ?? assert.fail("it was removed");
    await removeLease(server.place, alive);
    assert.equal(server.lease, undefined);
  });

  it("is not removed without a version, which would remove whatever is there", async () => {
    await removeLease(server.place, { ...runnersLease, version: undefined });
    assert.deepEqual(server.requests, []);
  });
});

describe("heldOf", () => {
  it("reads the times of another tool's lease, and no holder", () => {
    const { spec } = leaseOf(ana);
    const times = { since: now, renewed: now, seconds: 40, version: undefined };
    assert.deepEqual(heldOf({ spec }), times);
    const never = new Date(0);
    assert.deepEqual(heldOf({}), { since: never, renewed: never, seconds: 40, version: undefined });
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
    const { machine = "", pid = 0 } = runnersLease;
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

describe("mayTake", () => {
  const { version } = runnersLease;

  it("is so for one's own", () => {
    assert.equal(mayTake({ ...runnersLease, ...ana }, ana, undefined, 0), true);
  });

  it("is so for another's only when it has stayed the same for its duration before one's own eyes", () => {
    assert.equal(mayTake(runnersLease, runner, undefined, 1e9), false);
    assert.equal(mayTake({ ...runnersLease, version: undefined }, runner, undefined, 1e9), false);
    assert.equal(mayTake(runnersLease, runner, { version, at: 5000 }, 44_999), false);
    assert.equal(mayTake(runnersLease, runner, { version, at: 5000 }, 45_000), true);
    assert.equal(mayTake(runnersLease, runner, { version: "6", at: 5000 }, 45_000), false);
  });
});
