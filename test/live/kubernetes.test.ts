import assert from "node:assert/strict";
import { routesIn } from "../../cli/cluster";
import { readLease } from "../../cli/lease";
import { unready } from "../../cli/pods";
import { boundedClient, kubeConfig, kubernetesClient, openKubernetes } from "../../live/kubernetes";
import { environmentsIn, liveObjects, look } from "../../live/look";
import * as used from "../../live/kubernetes-client";
import { moveRoute } from "../../live/move-route";
import { openPaths } from "../../live/paths";
import { liveWitness } from "../../live/witness";
import { ApiServer } from "./api-server";
import { routeOf } from "./objects";

const route = routeOf("web", { blue: 0, green: 100 });
const back = { to: "blue", release: "r1", rejected: "r2" } as const;
const change = { at: 0, from: "r2", to: "r1", share: 100 };

describe("a request to a cluster", () => {
  let server: ApiServer;
  beforeEach(async () => {
    server = await ApiServer.start("kind-shop");
  });
  afterEach(() => server.stop());
  const core = async (milliseconds?: number, context?: string) => {
    const { CoreV1Api } = await kubernetesClient();
    return boundedClient(await kubeConfig({ context }), CoreV1Api, milliseconds);
  };
  const sentence = (url: string, reason: string) =>
    `The cluster at ${url} can't be reached (${reason}): check with \`kubectl get nodes\` that it runs.`;

  it("has an answer as any other client would", async () => {
    server.objects["/api/v1/namespaces"] = { items: [{ metadata: { name: "größe" } }] };
    const { items } = await (await core()).listNamespace();
    assert.deepEqual(
      items.map(({ metadata }) => metadata?.name),
      ["größe"],
    );
    await assert.rejects((await core()).readNamespace({ name: "gone" }), { code: 404 });
  });

  it("ends after its time, with a sentence, where an API server takes it and never answers", async () => {
    server.silent = true;
    await assert.rejects((await core(100)).listNamespace(), {
      message: sentence(server.url, "no answer within 0.1 s"),
    });
  });

  it("ends after its time where an answer begins and doesn't end", async () => {
    server.halting = true;
    await assert.rejects((await core(100)).listNamespace(), {
      message: sentence(server.url, "no answer within 0.1 s"),
    });
  });

  it("says why a cluster can't be reached", async () => {
    await assert.rejects((await core(undefined, "elsewhere")).listNamespace(), {
      message: sentence("http://127.0.0.1:1", "connect ECONNREFUSED 127.0.0.1:1"),
    });
  });

  describe("of ours", () => {
    const timeout = AbortSignal.timeout.bind(AbortSignal);
    const asked: number[] = [];
    beforeEach(() => {
      asked.length = 0;
      AbortSignal.timeout = (milliseconds) => {
        asked.push(milliseconds);
        return timeout(50);
      };
      server.silent = true;
    });
    afterEach(() => (AbortSignal.timeout = timeout));

    const namespace = "shop-dev";
    const subject = { namespace, application: "web", url: "http://127.0.0.1:1/" };
    const requests: readonly (readonly [title: string, request: () => Promise<unknown>])[] = [
      ["a look", async () => look(await openPaths(), namespace, "web")],
      ["a look at all", async () => liveObjects(await openPaths(), namespace)],
      ["a witness's look", async () => liveWitness({}).look(namespace, "web")],
      ["a witness's look at a move", async () => liveWitness({}).observeMove(subject)(change, 5)],
      ["a move of a route", async () => moveRoute(await openPaths(), route, back)],
      ["environments", async () => environmentsIn({}, "shop")],
      ["pods", async () => unready(await openKubernetes(), namespace)],
      ["routes", async () => routesIn(await openKubernetes(), namespace)],
    ];
    for (const [title, request] of requests)
      it(`ends after 10 s: ${title}`, async () => {
        await assert.rejects(request(), { message: sentence(server.url, "no answer within 10 s") });
        assert.deepEqual(new Set(asked), new Set([10_000]));
      });

    it("ends after 2 s where it is for a lease, which nobody waits for", async () => {
      assert.equal(await readLease({ namespace, cluster: () => openKubernetes() }), undefined);
      assert.deepEqual(asked, [2000]);
    });
  });
});

describe("kubernetesClient", () => {
  it("has all that is used of the package, in the file that an install made of it", async () => {
    const made = await kubernetesClient();
    assert.notEqual(made, used, "npm install made no such file: run it without --ignore-scripts");
    assert.deepEqual(Object.keys(made).sort(), Object.keys(used).sort());
  });

  it("signs in by a file of its own, without the models of all kinds of objects", async () => {
    const { KubeConfig } = await import("@kubernetes/client-node");
    const config = await kubeConfig({ kubeconfig: '{"current-context":"shop"}' });
    assert.equal(config.getCurrentContext(), "shop");
    assert.notEqual(config.constructor, KubeConfig, "npm install made no such file");
  });

  it("knows times as the package does", async () => {
    const { V1MicroTime } = await kubernetesClient();
    assert.equal(
      JSON.stringify(new V1MicroTime("2026-01-02T03:04:05.678Z")),
      '"2026-01-02T03:04:05.678000Z"',
    );
  });
});
