import assert from "node:assert/strict";
import { addressTrouble } from "../../cli/update";
import { settingsWith } from "../settings/shop";
import { Backend } from "../traffic/backend";

describe("the address of an application that is up", () => {
  const [application] = settingsWith({}).applications;
  assert.ok(application);
  let asked: string[];
  let backend: Backend;

  /** A gateway that answers these statuses, the last one from then on. */
  const gateway = async (...statuses: number[]) => {
    asked = [];
    backend = await Backend.start((request, response) => {
      asked.push(request.url ?? "");
      response.writeHead(statuses[Math.min(asked.length, statuses.length) - 1] ?? 0).end();
    });
    return { application, entry: { url: `http://shop.localhost:${backend.port}/` } as never };
  };
  afterEach(() => backend.stop());

  it("is waited for while the gateway hasn't taken its route", async () => {
    const planned = await gateway(404, 502, 503, 504, 200);
    assert.equal(await addressTrouble(planned, 60), undefined);
    assert.deepEqual(asked, Array(5).fill(application.probes.readiness.path));
  });

  it("is as good as it is where the application itself answers, whatever it says", async () => {
    for (const status of [200, 301, 401, 500]) {
      const planned = await gateway(status);
      assert.equal(await addressTrouble(planned, 60), undefined);
      assert.equal(asked.length, 1);
      if (status !== 500) await backend.stop();
    }
  });

  it("is said to answer nothing where the gateway never takes the route", async () => {
    const planned = await gateway(502);
    const { path } = application.probes.readiness;
    assert.equal(
      await addressTrouble(planned, 0),
      `web is Ready, but http://shop.localhost:${backend.port}${path} answered 502 for 0 s: \`kubectl get httproute,events\` in its namespace says whether the Gateway has taken the route.`,
    );
  });

  it("is not waited for where it can't be reached from here", async () => {
    const planned = await gateway(200);
    await backend.stop();
    assert.equal(await addressTrouble(planned, 60), undefined);
    backend = await Backend.start(() => undefined);
  });
});
