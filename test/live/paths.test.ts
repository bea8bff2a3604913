import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer as createProxy, type Server } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { askFor, listPath, openPaths } from "../../live/paths";
import { ApiServer } from "./api-server";

const path = "/api/v1/namespaces/shop-dev";
const home = { metadata: { name: "shop-dev" } };
const sentence = (url: string, reason: string) =>
  `The cluster at ${url} can't be reached (${reason}): check with \`kubectl get nodes\` that it runs.`;

describe("openPaths", () => {
  let server: ApiServer;
  beforeEach(async () => {
    server = await ApiServer.start("kind-shop");
    server.objects[path] = home;
  });
  afterEach(() => server.stop());

  const kubeconfig = (cluster: object, user: object = {}) =>
    JSON.stringify({
      "current-context": "it",
      contexts: [{ name: "it", context: { cluster: "it", user: "me" } }],
      clusters: [{ name: "it", cluster: { "insecure-skip-tls-verify": true, ...cluster } }],
      users: [{ name: "me", user }],
    });

  it("gives the JSON of what is there, and the text of a refusal", async () => {
    const ask = await openPaths();
    assert.deepEqual(await ask(path), { status: 200, body: home });
    assert.deepEqual(await ask("/gone"), { status: 404, body: '{"kind":"Status","code":404}' });
    await assert.rejects(askFor(ask, "/gone"), {
      message: 'The cluster answers /gone with status 404: {"kind":"Status","code":404}',
    });
    assert.deepEqual(await askFor(ask, path), home);
  });

  it("applies an object in the name of one manager, over whatever else holds its fields", async () => {
    await askFor(await openPaths(), path, { manager: "pulumi & co", object: home });
    const [{ method, query, contentType, body } = assert.fail()] = server.asked;
    assert.deepEqual([method, query], ["PATCH", { fieldManager: "pulumi & co", force: "true" }]);
    assert.deepEqual([contentType, body], ["application/apply-patch+yaml", home]);
  });

  it("keeps connections for the requests that follow", async () => {
    const ask = await openPaths();
    await Promise.all([ask(path), ask(path), ask(path)]);
    const { connections } = server;
    assert.ok(connections <= 3);
    for (let times = 0; times < 5; times++) await ask(path);
    assert.equal(server.connections, connections);
  });

  it("signs in for each request: a token that ran out is renewed, on the connection that is there", async () => {
    const script = `echo '{"status":{"token":"'$(date +%s%N)'","expirationTimestamp":"2020-01-01T00:00:00Z"}}'`;
    const user = { exec: { command: "sh", args: ["-c", script] } };
    const ask = await openPaths({ kubeconfig: kubeconfig({ server: server.url }, user) });
    await ask(path);
    await ask(path);
    const tokens = server.asked.map(({ authorization }) => authorization);
    assert.equal(new Set(tokens).size, 2);
    for (const token of tokens) assert.match(token ?? "", /^Bearer \d+$/);
    assert.equal(server.connections, 1);
  });

  it("asks below the path of a server that has one", async () => {
    server.objects[`/k8s/clusters/c1${path}`] = home;
    const ask = await openPaths({ kubeconfig: kubeconfig({ server: `${server.url}/k8s/clusters/c1/` }) });
    assert.deepEqual(await ask(path), { status: 200, body: home });
  });

  it("goes through the kubeconfig's proxy", async () => {
    const through: string[] = [];
    const proxy: Server = createProxy().on("connect", (request, socket, head: Buffer) => {
      through.push(request.url ?? "");
      const { hostname, port } = new URL(`http://${request.url ?? ""}`);
      const onward = connect(Number(port), hostname, () => {
        socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
        onward.write(head);
        onward.pipe(socket).pipe(onward);
      });
    });
    await once(proxy.listen(0, "127.0.0.1"), "listening");
    try {
      const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
      const ask = await openPaths({ kubeconfig: kubeconfig({ server: server.url, "proxy-url": url }) });
      assert.deepEqual(await ask(path), { status: 200, body: home });
      assert.deepEqual(through, [new URL(server.url).host]);
    } finally {
      proxy.closeAllConnections();
      proxy.close();
    }
  });

  it("says why there is no answer", async () => {
    await assert.rejects((await openPaths({ context: "elsewhere" }))(path), {
      message: sentence("http://127.0.0.1:1", "connect ECONNREFUSED 127.0.0.1:1"),
    });
    await assert.rejects(openPaths({ kubeconfig: "{}" }), {
      message: "The kubeconfig's current context leads to no cluster.",
    });
  });

  it("takes an answer that begins and doesn't end for none", async () => {
    const timeout = AbortSignal.timeout.bind(AbortSignal);
    AbortSignal.timeout = () => timeout(50);
    try {
      server.halting = true;
      await assert.rejects((await openPaths())(path), {
        message: sentence(server.url, "no answer within 10 s"),
      });
    } finally {
      AbortSignal.timeout = timeout;
    }
  });
});

describe("listPath", () => {
  const paths: readonly (readonly [apiVersion: string, kind: string, path: string])[] = [
    ["v1", "Service", "/api/v1/namespaces/shop/services"],
    ["apps/v1", "Deployment", "/apis/apps/v1/namespaces/shop/deployments"],
    ["networking.k8s.io/v1", "NetworkPolicy", "/apis/networking.k8s.io/v1/namespaces/shop/networkpolicies"],
    [
      "gateway.networking.k8s.io/v1",
      "Gateway",
      "/apis/gateway.networking.k8s.io/v1/namespaces/shop/gateways",
    ],
  ];
  for (const [apiVersion, kind, path] of paths)
    it(`is ${path}`, () => {
      assert.equal(listPath("shop", { apiVersion, kind }), path);
    });
});
