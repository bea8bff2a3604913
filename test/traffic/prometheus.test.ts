import assert from "node:assert/strict";
import { fillNames, measure, PrometheusError, query } from "../../traffic/prometheus";
import { Backend } from "./backend";

const names = { namespace: "shop-pr-12", service: "web-green", release: "c3d4" };

/** As Prometheus' documentation of its HTTP API has them. */
const vector = (...values: string[]) => ({
  status: "success",
  data: {
    resultType: "vector",
    result: values.map((value, index) => ({
      metric: { __name__: "up", instance: `localhost:909${index}` },
      value: [1435781451.781, value],
    })),
  },
});
const scalar = (value: string) => ({
  status: "success",
  data: { resultType: "scalar", result: [1435781451.781, value] },
});

describe("query", () => {
  let prometheus: Backend;
  let status = 200;
  let answer: unknown;
  before(
    async () =>
      (prometheus = await Backend.start((_, response) => {
        response.writeHead(status, { "content-type": "application/json" });
        response.end(typeof answer === "string" ? answer : JSON.stringify(answer));
      })),
  );
  after(() => prometheus.stop());
  const gives = (body: unknown, code = 200) => {
    [answer, status] = [body, code];
    return query(prometheus.url, "up");
  };
  const refuses = (body: unknown, message: string, code = 200) =>
    assert.rejects(gives(body, code), (error) => {
      assert.ok(error instanceof PrometheusError);
      assert.equal(error.message, message);
      return true;
    });

  it("reads a scalar, and a vector of one", async () => {
    assert.equal(await gives(scalar("0.25")), 0.25);
    assert.equal(await gives(vector("411.7")), 411.7);
    assert.equal(await gives({ ...vector("1e-05"), warnings: ["a store is down"], infos: [] }), 0.00001);
  });

  it("knows no value where no series fits", async () => {
    assert.equal(await gives(vector()), undefined);
  });

  it("asks the instant query, below the path of its address, at a time where one is said", async () => {
    answer = scalar("1");
    await query(`${prometheus.url}prometheus`, 'rate(x{a="b c"}[1m]) + 1', 1435781451781);
    const asked = new URL(prometheus.requests.at(-1)?.url ?? "", prometheus.url);
    assert.equal(asked.pathname, "/prometheus/api/v1/query");
    assert.deepEqual(Object.fromEntries(asked.searchParams), {
      query: 'rate(x{a="b c"}[1m]) + 1',
      time: "1435781451.781",
    });
  });

  it("sends a user and password as a header, and never says them", async () => {
    const url = prometheus.url.replace("//", "//ann:p%40ss@");
    answer = scalar("1");
    await query(url, "up");
    assert.equal(prometheus.requests.at(-1)?.headers.authorization, `Basic ${btoa("ann:p@ss")}`);
    answer = vector("1", "2");
    await assert.rejects(query(url, "up"), (error: Error) => !error.message.includes("ss@"));
    const closed = await Backend.start(() => undefined);
    const { port } = closed;
    await closed.stop();
    await assert.rejects(query(`http://ann:secret@127.0.0.1:${port}`, "up"), {
      message: `Prometheus at http://127.0.0.1:${port}/ can't be asked (connect ECONNREFUSED 127.0.0.1:${port}): up`,
    });
  });

  it("says when it is not one number", async () => {
    await refuses(
      vector("1", "2", "3"),
      "A query must give one number, and this one gives 3 series, so put sum(…) or max(…) around it: up",
    );
    await refuses(
      { status: "success", data: { resultType: "matrix", result: [] } },
      "A query must give one number, and this one gives a matrix: up",
    );
    await refuses(
      {
        status: "success",
        data: { resultType: "vector", result: [{ metric: {}, histogram: [1435781451.781, { count: "6" }] }] },
      },
      "A query must give one number, and this one gives a histogram: up",
    );
    for (const value of ["NaN", "+Inf", "-Inf"])
      for (const body of [vector(value), scalar(value)])
        await refuses(
          body,
          `A query must give one number, and this one gives ${value}, as a division by zero does: up`,
        );
  });

  it("says what Prometheus says", async () => {
    await refuses(
      {
        status: "error",
        errorType: "bad_data",
        error: 'invalid parameter "query": 1:4: parse error: unexpected end of input inside braces',
      },
      `Prometheus at ${prometheus.url} refuses a query (bad_data: invalid parameter "query": 1:4: parse error: unexpected end of input inside braces): up`,
      400,
    );
  });

  it("says when it is no Prometheus", async () => {
    const message = (code: number) =>
      `What answers at ${prometheus.url} is no Prometheus (status ${code}, and not its JSON): up`;
    await refuses("<html>Sign in</html>", message(200));
    await refuses({ message: "forbidden" }, message(403), 403);
    await refuses("", message(502), 502);
    await assert.rejects(query("prometheus:9090", "up"), {
      message:
        '"prometheus:9090" is not where a Prometheus can be: an address is one such as "http://prometheus.monitoring:9090".',
    });
  });
});

describe("measure", () => {
  const settings = {
    samples: 'sum(increase(requests{namespace="$namespace",service="$service",release="$release"}[1m]))',
    errorPercent: 'errors{service="$service"}',
    p95Milliseconds: "p95",
  };
  let prometheus: Backend;
  const asked: string[] = [];
  const answers: Record<string, unknown> = {};
  before(
    async () =>
      (prometheus = await Backend.start((request, response) => {
        const text = new URL(request.url ?? "", "http://x").searchParams.get("query") ?? "";
        asked.push(text);
        response.end(JSON.stringify(answers[/^\w+/.exec(text)?.[0] ?? ""]));
      })),
  );
  after(() => prometheus.stop());
  beforeEach(() => {
    asked.length = 0;
    Object.assign(answers, { sum: vector("411.7"), errors: vector("0.5"), p95: scalar("120.5") });
  });

  it("asks each query with our names in it", async () => {
    const measured = await measure({ url: prometheus.url, ...settings }, names);
    assert.deepEqual(measured, {
      samples: 411,
      errorPercent: 0.5,
      p95Milliseconds: 120.5,
      source: "Prometheus",
    });
    assert.deepEqual(asked, [
      'sum(increase(requests{namespace="shop-pr-12",service="web-green",release="c3d4"}[1m]))',
      'errors{service="web-green"}',
      "p95",
    ]);
  });

  it("leaves out what it has no query for", async () => {
    const { samples } = settings;
    assert.deepEqual(await measure({ url: prometheus.url, samples }, names), {
      samples: 411,
      source: "Prometheus",
    });
  });

  it("asks no further where there was no request", async () => {
    for (const nothing of [vector(), vector("0"), vector("0.4")]) {
      asked.length = 0;
      answers.sum = nothing;
      answers.errors = scalar("NaN");
      const measured = await measure({ url: prometheus.url, ...settings }, names);
      assert.deepEqual(measured, { samples: 0, source: "Prometheus" });
      assert.equal(asked.length, 1);
    }
  });

  it("takes a share without a series for no good news", async () => {
    answers.errors = vector();
    await assert.rejects(measure({ url: prometheus.url, ...settings }, names), {
      message:
        'The query for errorPercent found no series: errors{service="web-green"}; where it counts what may never have happened, end it with "or vector(0)".',
    });
  });
});

describe("fillNames", () => {
  it("fills its three names only", () => {
    assert.equal(
      fillNames('a{n="$namespace",s=~"$service-.*$",x="$releases $service_name $1"} $release', names),
      'a{n="shop-pr-12",s=~"web-green-.*$",x="$releases $service_name $1"} c3d4',
    );
  });

  it("lets no name end the string that it stands in", () => {
    const release = "a\"b'c\\d`e\n$&";
    assert.equal(
      fillNames('{r="$release"}', { ...names, release }),
      '{r="a\\u0022b\\u0027c\\u005cd\\u0060e\\u000a$&"}',
    );
  });
});
