import assert from "node:assert/strict";
import { EnvironmentDashboard, environmentBody } from "../../../components/alarms/environment";
import { PlatformDashboard, platformBody } from "../../../components/alarms/platform";
import { the } from "../declared";
import { recorded } from "../platform/recorded";

const loadBalancer = "app/shared/0123456789abcdef";
const application = (name: string) => ({
  name,
  loadBalancer,
  targetGroups: { blue: `targetgroup/${name}-blue/1`, green: `targetgroup/${name}-green/2` },
});
const where = { cluster: "shop", region: "eu-central-1" };
const environment = { ...where, namespace: "shop-dev", applications: ["web", "api"].map(application) };
const platform = {
  ...where,
  loadBalancers: ["shared", "second"].map((name) => ({ name, loadBalancer: `app/${name}/1` })),
};

type Body = ReturnType<typeof environmentBody>;
type Properties = { title?: string; markdown?: string; region?: string; metrics?: unknown[][] };
const propertiesOf = ({ widgets }: Body) => widgets.map(({ properties }) => properties as Properties);
const graph = (body: Body, title: string) => propertiesOf(body).filter((each) => each.title === title);

/** Every square of the page that a widget covers, 24 columns wide. */
const squares = ({ widgets }: Body) =>
  widgets.flatMap(({ x, y, width, height }) =>
    Array.from(
      { length: width * height },
      (_, index) => `${x + (index % width)}:${y + Math.floor(index / width)}`,
    ),
  );

describe("dashboards", () => {
  for (const [title, body] of [
    ["of an environment", environmentBody(environment)],
    ["of a platform", platformBody(platform)],
  ] as const)
    it(`${title}: nothing lies on another thing or beyond the edge`, () => {
      const covered = squares(body);
      assert.equal(new Set(covered).size, covered.length);
      for (const { x, width } of body.widgets) assert.ok(x + width <= 24);
    });

  it("show both colors of every application, each in its color", () => {
    const requests = graph(environmentBody(environment), "Requests per minute");
    const line = (name: string, color: string, id: number, shown: string) => [
      ...["AWS/ApplicationELB", "RequestCount", "TargetGroup", `targetgroup/${name}-${color}/${id}`],
      ...["LoadBalancer", loadBalancer, { stat: "Sum", label: color, color: shown }],
    ];
    assert.deepEqual(
      requests.map(({ metrics }) => metrics),
      ["web", "api"].map((name) => [line(name, "blue", 1, "#1f77b4"), line(name, "green", 2, "#2ca02c")]),
    );
  });

  it("tell the pods of a color by what the load balancer counts", () => {
    const [pods] = graph(environmentBody(environment), "Pods at the load balancer");
    assert.deepEqual(
      pods?.metrics?.map((line) => [line[1], (line.at(-1) as { label: string }).label]),
      [
        ["HealthyHostCount", "blue healthy"],
        ["HealthyHostCount", "green healthy"],
        ["UnHealthyHostCount", "blue unhealthy"],
        ["UnHealthyHostCount", "green unhealthy"],
      ],
    );
  });

  it("say how to find the logs of what they show", () => {
    assert.deepEqual(
      propertiesOf(environmentBody(environment)).flatMap(({ markdown }) => markdown ?? []),
      ["web", "api"].map(
        (name) =>
          `## ${name} in shop-dev\nLogs Insights of \`/turnout/shop/pods\`: ` +
          '`filter kubernetes.namespace_name = "shop-dev"`',
      ),
    );
  });

  it("show every load balancer on the platform's page", () => {
    const connections = graph(platformBody(platform), "Connections");
    assert.deepEqual(
      connections.map(({ region, metrics }) => [region, metrics?.map((line) => line[3])]),
      ["shared", "second"].map((name) => ["eu-central-1", [1, 2, 3].map(() => `app/${name}/1`)]),
    );
  });

  it("are declared under the names of their cluster and namespace", async () => {
    const recording = await recorded((options) => {
      new EnvironmentDashboard("environment", environment, options);
      return new PlatformDashboard("platform", platform, options);
    });
    for (const [name, title, body] of [
      ["environment", "turnout_shop_shop-dev", environmentBody(environment)],
      ["platform", "turnout_shop", platformBody(platform)],
    ] as const) {
      const { dashboardName, dashboardBody } = the(recording, "Dashboard", name).inputs;
      assert.equal(dashboardName, title);
      assert.deepEqual(JSON.parse(dashboardBody as string), JSON.parse(JSON.stringify(body)));
    }
  });
});
