import assert from "node:assert/strict";
import { analyseReleases } from "../../cli/watch-releases";
import { urlOf } from "../../naming/host";
import { blueServes, planned, up, wantedOf } from "../components/planned";
import { Backend } from "../traffic/backend";

describe("analyseReleases", () => {
  let prometheus: Backend;
  let app: Backend;
  /** Prometheus' numbers by query; a query that isn't here finds no series. */
  let numbers: Record<string, string>;
  const asked = () =>
    prometheus.requests.map(({ url = "" }) => new URL(url, "http://x").searchParams.get("query"));

  beforeEach(async () => {
    numbers = {};
    prometheus = await Backend.start(({ url = "" }, response) => {
      const query = new URL(url, "http://x").searchParams.get("query") ?? "";
      const value = Object.entries(numbers).find(([name]) => query.startsWith(name))?.[1];
      const result = value === undefined ? [] : [{ metric: {}, value: [1435781451, value] }];
      const data = { resultType: "vector", result };
      response.end(JSON.stringify({ status: "success", data }));
    });
    app = await Backend.start((_, response) => void response.writeHead(200).end());
  });
  afterEach(async () => {
    await prometheus.stop();
    await app.stop();
  });

  /** An application whose answers name no release, and that Prometheus measures, once a canary has begun. */
  function tried() {
    const settings = {
      canary: { steps: [10, 100], pauseSeconds: 1 },
      analysis: {
        path: "/cart",
        requestsPerSecond: 50,
        minSamples: 10,
        prometheus: {
          url: prometheus.url,
          samples: 'samples{ns="$namespace",service="$service",release="$release"}',
          errorPercent: "errors",
        },
      },
    };
    const recorded = { ...blueServes, green: up("older") };
    const application = planned(settings, { recorded });
    assert.deepEqual(application.plan.weights, { blue: 90, green: 10 });
    const at = (host: string) => ({ host, url: urlOf(host, app.port) });
    return { ...application, entry: at("web.localhost"), preview: at("preview.web.localhost") };
  }
  const analysed = async () => {
    const [{ results, ...of } = assert.fail()] = await analyseReleases(
      [tried()],
      "shop-dev",
      1,
      "Interrupted.",
    );
    return {
      of,
      sentences: results.map(({ sentence }) => sentence),
      passed: results.map((one) => one.passed),
    };
  };

  it("asks for the settings' path at the preview's hostname, and Prometheus for the release that is tried", async () => {
    numbers = { samples: "800", errors: "0" };
    const { of, passed, sentences } = await analysed();
    assert.deepEqual(of, { application: "web", release: tried().release });
    assert.deepEqual(passed, [true, true]);
    assert.deepEqual(asked(), [
      `samples{ns="shop-dev",service="web-green",release="${of.release}"}`,
      "errors",
    ]);
    assert.ok(app.requests.length >= 10);
    for (const { url, headers } of app.requests)
      assert.deepEqual([url, headers.host], ["/cart", `preview.web.localhost:${app.port}`]);
    assert.match(
      sentences[0] ?? "",
      /^The release passed: of \d+ samples by Turnout's own requests 0 % failed/,
    );
    assert.equal(
      sentences[1],
      "The release passed: of 800 samples by Prometheus 0 % failed (at most 1 % may).",
    );
  });

  it("fails by either: users may see what Turnout's own requests don't", async () => {
    numbers = { samples: "800", errors: "2.5" };
    const { passed, sentences } = await analysed();
    assert.deepEqual(passed, [true, false]);
    assert.equal(
      sentences[1],
      "The release failed: of 800 samples by Prometheus 2.5 % failed (at most 1 % may).",
    );
  });

  it("takes a release that no user has come to for one that can't be judged", async () => {
    const { passed, sentences } = await analysed();
    assert.deepEqual(passed, [true, false]);
    assert.equal(
      sentences[1],
      "Too few samples to judge the release: 0 by Prometheus, and at least 10 are needed: wait longer, or send it more traffic.",
    );
  });

  it("takes a Prometheus that can't be asked for a failure, with its reason", async () => {
    numbers = { samples: "800" };
    const { passed, sentences } = await analysed();
    assert.deepEqual(passed, [true, false]);
    assert.equal(
      sentences[1],
      'The query for errorPercent found no series: errors; where it counts what may never have happened, end it with "or vector(0)".',
    );
  });

  it("watches the color that has all of the traffic at the users' own hostname", async () => {
    const recorded = { ...blueServes, green: up("older") };
    const application = planned({ analysis: { minSamples: 10, requestsPerSecond: 50 } }, { recorded });
    assert.equal(application.plan.weights.green, 100);
    const url = urlOf("web.localhost", app.port);
    const watched = { ...application, entry: { host: "web.localhost", url } };
    const [{ release, results } = assert.fail()] = await analyseReleases(
      [watched],
      "shop-dev",
      1,
      "Interrupted.",
    );
    assert.equal(release, wantedOf());
    assert.deepEqual(
      results.map(({ passed }) => passed),
      [true],
    );
    assert.equal(app.requests[0]?.headers.host, `web.localhost:${app.port}`);
  });
});
