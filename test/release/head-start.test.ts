import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import type { ClusterObject, RecordedObject } from "../../release/drift";
import { type Coming, headStartOf, type Known, type Quota } from "../../release/head-start";
import type { RecordedApplication } from "../../release/model";
import { planRelease } from "../../release/plan";

const namespace = "shop";
const quota = { pods: "8", "requests.cpu": "2000m" };
const isQuota = (recorded: Quota) => isDeepStrictEqual(recorded, quota);

const route = (blue: number): ClusterObject =>
  ({
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "HTTPRoute",
    metadata: { name: "web", namespace, labels: { "turnout.dev/application": "web" } },
    spec: {
      rules: [
        {
          backendRefs: [
            { name: "web-blue", weight: blue },
            { name: "web-green", weight: 100 - blue },
          ],
        },
      ],
    },
  }) as ClusterObject;

const deployment = (color: string, release: string, more: object = {}): ClusterObject =>
  ({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: {
      name: `web-${color}`,
      namespace,
      resourceVersion: `version-of-${color}`,
      labels: { "turnout.dev/application": "web", "turnout.dev/color": color },
      ...more,
    },
    spec: { replicas: 0, template: { metadata: { labels: { "turnout.dev/release": release } } } },
  }) as ClusterObject;

const secret = { apiVersion: "v1", kind: "Secret", metadata: { name: "web-green-1a2b", namespace } };
const limits = {
  apiVersion: "v1",
  kind: "ResourceQuota",
  metadata: { name: "environment", namespace },
  spec: { hard: quota },
} as ClusterObject;

const all = [route(100), deployment("blue", "r1"), deployment("green", "r0"), secret, limits];

const recordedAs = (object: ClusterObject): RecordedObject => ({
  urn: "",
  declared: object,
  recorded: { ...object, __fieldManager: "pulumi-1" } as ClusterObject,
});

/** Blue serves r1, green has r0 at no pods. */
const served: RecordedApplication = {
  weights: { blue: 100, green: 0 },
  preview: "blue",
  blue: { release: "r1", replicas: 2, ready: true },
  green: { release: "r0", replicas: 0, ready: false },
};

interface Case {
  readonly release?: string;
  readonly recorded?: RecordedApplication;
  readonly intent?: Parameters<typeof planRelease>[2];
  readonly secret?: string;
  readonly objects?: readonly ClusterObject[];
  readonly live?: readonly ClusterObject[];
  readonly known?: Partial<Known>;
}

function decided({
  release = "r2",
  recorded = served,
  intent,
  secret,
  objects = all,
  live = all,
  known,
}: Case) {
  const wanted = { release, replicas: 2, standbyReplicas: 0, firstShare: 100 };
  const plan = planRelease(recorded, wanted, intent);
  const coming: Coming = { namespace, application: "web", plan, recorded, secret };
  const seen = { objects: live, unseen: [] };
  return headStartOf(coming, { objects: objects.map(recordedAs), seen, isQuota, ...known });
}

const without = (kind: string, name: string) =>
  all.filter((one) => one.kind !== kind || one.metadata?.name !== name);
const instead = (...objects: readonly ClusterObject[]) => [
  ...all.filter(
    (one) =>
      !objects.some(({ kind, metadata }) => kind === one.kind && metadata?.name === one.metadata?.name),
  ),
  ...objects,
];
const autoscaler = (of: string) =>
  ({
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    metadata: { name: "web", namespace },
    spec: { scaleTargetRef: { name: of } },
  }) as ClusterObject;

describe("a head start", () => {
  const start = { color: "green", fieldManager: "pulumi-1", resourceVersion: "version-of-green" };

  it("is given to an idle color that gets a release, in the provider's name and by the version that was seen", () => {
    assert.deepEqual(decided({}), start);
    assert.deepEqual(decided({ secret: "web-green-1a2b" }), start);
    assert.deepEqual(decided({ intent: { verb: "release" } }), start);
    assert.deepEqual(decided({ live: [...all, autoscaler("web-blue")] }), start);
  });

  const none: Readonly<Record<string, Case>> = {
    "settings that are active": { release: "r1" },
    "what the idle color has": { release: "r0" },
    "a release that the idle color got in an update that failed": {
      recorded: { ...served, preview: "green", green: { release: "r2", replicas: 2, ready: false } },
    },
    "a first release": { recorded: {} },
    "a settling": { intent: { verb: "settle" } },
    "a rollback": { intent: { verb: "rollback" } },
    "a color that the checkpoint gives traffic": {
      recorded: { ...served, weights: { blue: 90, green: 10 } },
    },
    "a color that the cluster gives traffic": { live: instead(route(99)) },
    "a color that the cluster gives all of the traffic": { live: instead(route(0)) },
    "a cluster that shows no route": { live: without("HTTPRoute", "web") },
    "a color that the checkpoint hasn't": { recorded: { ...served, green: undefined } },
    "a Deployment that is no recorded object": { objects: without("Deployment", "web-green") },
    "a Deployment that the cluster doesn't show": { live: without("Deployment", "web-green") },
    "a Deployment that is being deleted": {
      live: instead(deployment("green", "r0", { deletionTimestamp: "2026-01-01T00:00:00Z" })),
    },
    "a Deployment without a version": {
      live: instead(deployment("green", "r0", { resourceVersion: undefined })),
    },
    "a Deployment that an autoscaler sizes": { live: [...all, autoscaler("web-green")] },
    "pods that read a Secret which isn't there": { secret: "web-green-9f9f" },
    "pods that read a Secret of another kind's name": { secret: "environment" },
    "a quota that this update changes": { known: { isQuota: () => false } },
    "a quota that isn't recorded": { objects: without("ResourceQuota", "environment") },
  };
  for (const [what, of] of Object.entries(none))
    it(`isn't given to ${what}`, () => {
      assert.equal(decided(of), undefined);
    });

  it("isn't given where it isn't known in whose name the provider applies", () => {
    const objects = all.map((object) => ({ ...recordedAs(object), recorded: object }));
    assert.equal(decided({ known: { objects } }), undefined);
  });
});
