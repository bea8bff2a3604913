import assert from "node:assert/strict";
import { openPaths } from "../../live/paths";
import { moveRoute } from "../../live/move-route";
import type { Recording } from "../../program/recording";
import { settled } from "../../diff/settled";
import { declare, releaseOf, the } from "../components/declared";
import { ApiServer } from "./api-server";
import { deploymentOf, routeOf, routesPath } from "./objects";

const live = routeOf("web", { blue: 100, green: 0 }, { annotations: { "example.org/by": "hand" } });
const path = `${routesPath}/web`;
const back = { to: "green", release: "r1", rejected: "r2" } as const;

describe("moveRoute", () => {
  let server: ApiServer;
  beforeEach(async () => {
    server = await ApiServer.start("kind-shop");
    server.objects[path] = live;
  });
  afterEach(() => server.stop());
  const move = async (route: Parameters<typeof moveRoute>[1]) => moveRoute(await openPaths(), route, back);
  const sent = () => server.asked[0] ?? assert.fail("nothing was asked");

  it("applies all weights to one color in the name of Pulumi's provider, over whatever else holds them", async () => {
    await move(live);
    assert.equal(server.asked.length, 1);
    const { method, path: asked, query, contentType } = sent();
    assert.deepEqual([method, asked], ["PATCH", path]);
    assert.deepEqual(query, { fieldManager: "pulumi-kubernetes-1a2b3c4d", force: "true" });
    assert.equal(contentType, "application/apply-patch+yaml");
  });

  it("applies what is live with these weights and the rejected release, and only if nobody changed it since", async () => {
    await move(live);
    const { apiVersion, kind, metadata, spec } = live;
    const { name, namespace, labels, resourceVersion } = metadata;
    const [{ matches, backendRefs } = assert.fail()] = spec.rules;
    const weights: Record<string, number> = { "web-blue": 0, "web-green": 100 };
    assert.deepEqual(sent().body, {
      apiVersion,
      kind,
      metadata: {
        name,
        namespace,
        labels,
        annotations: { "turnout.dev/rejected": "r2" },
        resourceVersion,
      },
      spec: {
        ...spec,
        rules: [{ matches, backendRefs: backendRefs.map((one) => ({ ...one, weight: weights[one.name] })) }],
      },
    });
  });

  it("fails where somebody was quicker", async () => {
    server.refusal = 409;
    await assert.rejects(move(live), /409/);
  });

  it("leaves a route alone that Pulumi didn't make", async () => {
    const managedFields = [{ manager: "kubectl-client-side-apply", operation: "Update" }];
    const foreign = { ...live, metadata: { ...live.metadata, managedFields } };
    await assert.rejects(move(foreign), {
      message: "Route web was not made by Pulumi.",
    });
    assert.deepEqual(server.asked, []);
  });

  it("applies no more and no less than the program's rollback, so that its update has nothing to change", async () => {
    const before = await declare();
    const routeIn = (recording: Recording) =>
      the(recording, "HTTPRoute", "web").inputs as unknown as typeof live;
    const green = the(before, "Deployment", "web-green");
    const warm = deploymentOf("web", "green", "r1");
    const checkpoint = { ...settled(before), [green.urn]: { type: green.type, outputs: warm } };
    const run = { intent: () => ({ verb: "rollback" }) as const };
    const recorded = routeIn(await declare({ checkpoint, run }));

    const { managedFields, resourceVersion } = live.metadata;
    const declared = routeIn(before);
    const there = { ...declared, metadata: { ...declared.metadata, managedFields, resourceVersion } };
    server.objects[path.replace("shop-dev", declared.metadata.namespace)] = there;
    const rejected = releaseOf(before, "web-blue") as string;
    await moveRoute(await openPaths(), there, { to: "green", release: "r1", rejected });
    const { metadata, ...rest } = sent().body as typeof live;
    const { resourceVersion: version, ...applied } = metadata;
    assert.equal(version, resourceVersion);
    assert.deepEqual({ ...rest, metadata: applied }, recorded);
  });
});
