import assert from "node:assert/strict";
import type { CoordinationV1Api, V1Lease } from "@kubernetes/client-node";
import { setTimeout } from "node:timers/promises";
import type { Cluster } from "../../cli/cluster";
import { keepLease, readLease, removeLease } from "../../cli/lease";
import { write } from "../../cli/lease-api";
import { kubernetesClient } from "../../live/kubernetes-client";
import { until } from "../until";
import { ana, runner } from "./lock-sample";

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

  readonly open = () => Promise.resolve({ coordination: this.api } as Cluster);

  private async answer<T>(request: string, what: () => T): Promise<T> {
    this.requests.push(request);
    await setTimeout(1);
    return this.refusal === undefined ? what() : this.refuse(this.refusal);
  }

  private keep(body: V1Lease): V1Lease {
    return (this.lease = { ...body, metadata: { ...body.metadata, resourceVersion: `${++this.version}` } });
  }

  private match(version: string | undefined): void {
    if (version !== this.lease?.metadata?.resourceVersion) this.refuse(409);
  }

  private refuse(code: number): never {
    throw new Refused(code);
  }
}

describe("a lease", () => {
  let server: Server;
  const held = async () => readLease(await server.open(), "shop-dev");
  const asked = async (count: number) => {
    await until(() => server.requests.length >= count);
    await setTimeout(10);
  };

  beforeEach(async () => {
    server = new Server();
    await kubernetesClient(); // its loading is not what the tests are about
  });

  it("says who is at work since when, and is given back at the end", async () => {
    const before = Date.now();
    const { end } = keepLease(server.open, "shop-dev", runner, 0);
    await asked(2);
    const { since, renewed, ...rest } = (await held()) ?? assert.fail("there is none");
    assert.deepEqual(rest, { ...runner, seconds: 40 });
    assert.ok(before <= since.getTime() && since <= renewed && renewed.getTime() <= Date.now());
    assert.equal(server.lease?.spec?.holderIdentity, runner.job);
    await end();
    assert.equal(server.lease, undefined);
    assert.deepEqual(server.requests, ["read", "create", "read", "delete"]);
  });

  it("takes one that nobody holds any more", async () => {
    server.lease = { metadata: { name: "turnout", resourceVersion: "7" }, spec: { holderIdentity: "" } };
    const { end } = keepLease(server.open, "shop-dev", ana, 0);
    await asked(2);
    assert.equal((await held())?.owner, "ana@laptop");
    await end();
    assert.equal(server.lease, undefined);
  });

  it("leaves another's, and at the end, too", async () => {
    await write(server.api, "shop-dev", undefined, runner, new Date());
    const { end } = keepLease(server.open, "shop-dev", ana, 0);
    await asked(2);
    await end();
    assert.equal((await held())?.owner, runner.owner);
    assert.deepEqual(server.requests, ["create", "read", "read"]);
  });

  it("is not given back once another has it", async () => {
    const { end } = keepLease(server.open, "shop-dev", ana, 0);
    await asked(2);
    await write(server.api, "shop-dev", server.lease, runner, new Date());
    await end();
    assert.equal((await held())?.owner, runner.owner);
  });

  it("asks nothing for a command that is over within a moment", async () => {
    await keepLease(server.open, "shop-dev", ana).end();
    assert.deepEqual(server.requests, []);
  });

  for (const code of [403, 404, 409, 500])
    it(`says nothing and fails nothing where the cluster answers ${code}`, async () => {
      server.refusal = code;
      const { end } = keepLease(server.open, "shop-dev", ana, 0);
      await asked(1);
      await end();
      assert.equal(await held(), undefined);
      assert.equal(server.lease, undefined);
    });

  it("says nothing and fails nothing without a cluster", async () => {
    const { end } = keepLease(() => Promise.reject(new Error("No active cluster!")), "shop-dev", ana, 0);
    await setTimeout(20);
    await end();
  });

  it("ends within 2 seconds also where the cluster doesn't answer", async () => {
    server.api.readNamespacedLease = () => new Promise(() => undefined);
    const { end } = keepLease(server.open, "shop-dev", ana, 0);
    await setTimeout(20);
    const before = performance.now();
    await end();
    assert.ok(performance.now() - before < 3000);
  });

  it("of a dead command is removed as it was seen, and not once it is renewed", async () => {
    await write(server.api, "shop-dev", undefined, runner, new Date());
    const dead = (await held()) ?? assert.fail("there is none");
    await setTimeout(2);
    await write(server.api, "shop-dev", server.lease, runner, new Date());
    await removeLease(await server.open(), "shop-dev", dead);
    const alive = (await held()) ?? assert.fail("it was removed");
    await removeLease(await server.open(), "shop-dev", alive);
    assert.equal(server.lease, undefined);
  });
});
