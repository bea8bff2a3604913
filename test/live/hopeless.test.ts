import type { CoreV1Event, V1ContainerState, V1Node, V1Pod } from "@kubernetes/client-node";
import assert from "node:assert/strict";
import { hopelessIn, type ComingPods } from "../../live/hopeless";
import { liveWitness } from "../../live/witness";
import { ApiServer } from "./api-server";

/*
 * The messages are those of Kubernetes 1.34 with containerd 2 on a real cluster, and of public bug reports where they are
 * another runtime's, registry's or cloud's.
 */
const image = "registry.example/shop/web:1.4.2";

function pod(state: V1ContainerState, more: Partial<V1Pod> = {}, last?: V1ContainerState): V1Pod {
  const status = {
    name: "web",
    image,
    imageID: "",
    ready: false,
    restartCount: 0,
    state,
    ...(last && { lastState: last }),
  };
  return { metadata: { name: "web-green-1", uid: "u1" }, status: { containerStatuses: [status] }, ...more };
}
const waiting = (reason: string, message?: string) =>
  pod({ waiting: { reason, ...(message && { message }) } });
const backOff = (error: string) =>
  waiting("ImagePullBackOff", `Back-off pulling image "${image}": ErrImagePull: ${error}`);
const resolving = `failed to pull and unpack image "${image}": failed to resolve reference "${image}"`;

function event(reason: string, message: string, seconds = 0): CoreV1Event {
  const lastTimestamp = new Date(Date.UTC(2026, 0, 1) + seconds * 1000);
  return { involvedObject: { uid: "u1" }, metadata: {}, reason, message, lastTimestamp };
}
const creating = (...events: CoreV1Event[]): ComingPods => ({ pods: [waiting("ContainerCreating")], events });

/** A pod that gets no node. */
function unplaced(
  message: string,
  more: Partial<ComingPods> = {},
  spec: Partial<V1Pod["spec"]> = {},
): ComingPods {
  const conditions = [{ type: "PodScheduled", status: "False", reason: "Unschedulable", message }];
  const containers = [{ name: "web", resources: { requests: { cpu: "2", memory: "1Gi" } } }];
  const one: V1Pod = {
    metadata: { name: "web-green-1", uid: "u1" },
    spec: { containers, ...spec },
    status: { conditions },
  };
  return { pods: [one], events: [], ...more };
}
const node = (cpu: string, more: V1Node["spec"] = {}, labels: Record<string, string> = {}): V1Node => ({
  metadata: { labels },
  spec: more,
  status: { allocatable: { cpu, memory: "16Gi" } },
});
const fargate = {
  taints: [{ key: "eks.amazonaws.com/compute-type", value: "fargate", effect: "NoSchedule" }],
};
const cordoned = { taints: [{ key: "node.kubernetes.io/unschedulable", effect: "NoSchedule" }] };
const starting = { taints: [{ key: "node.kubernetes.io/not-ready", effect: "NoExecute" }] };
const noCpu =
  "0/1 nodes are available: 1 Insufficient cpu. preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.";
const noProfile =
  "0/2 nodes are available: 2 node(s) had untolerated taint {eks.amazonaws.com/compute-type: fargate}. preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.";

const one = (...pods: V1Pod[]): ComingPods => ({ pods, events: [] });

const refused =
  'failed to do request: Head "http://localhost/v2/web/manifests/1": dial tcp 127.0.0.1:80: connect: connection refused';

/** What no waiting mends, each with the words that are shown. */
const hopeless: Readonly<Record<string, readonly [seen: ComingPods, says: string]>> = {
  "an image that isn't there": [
    one(backOff(`rpc error: code = NotFound desc = ${resolving}: ${image}: not found`)),
    `ImagePullBackOff: Back-off pulling image "${image}": ErrImagePull: rpc error: code = NotFound desc = ${resolving}: ${image}: not found`,
  ],
  "an image that is named without a registry, and was not loaded": [
    one(
      pod(
        { waiting: { reason: "ErrImagePull", message: refused } },
        {
          status: {
            containerStatuses: [
              {
                name: "web",
                image: "localhost/web:1",
                imageID: "",
                ready: false,
                restartCount: 0,
                state: { waiting: { reason: "ErrImagePull", message: refused } },
              },
            ],
          },
        },
      ),
    ),
    `ErrImagePull: ${refused}`,
  ],
  "an image of Docker Hub that nobody may see": [
    one(
      waiting(
        "ErrImagePull",
        `${resolving}: pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed`,
      ),
    ),
    `ErrImagePull: ${resolving}: pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed`,
  ],
  "a registry that lets nobody in": [
    one(
      backOff(
        `${resolving}: unexpected status from HEAD request to https://registry.example/v2/shop/web/manifests/1.4.2: 403 Forbidden`,
      ),
    ),
    `ImagePullBackOff: Back-off pulling image "${image}": ErrImagePull: ${resolving}: unexpected status from HEAD request to https://registry.example/v2/shop/web/manifests/1.4.2: 403 Forbidden`,
  ],
  "an image of another architecture": [
    one(
      waiting(
        "ErrImagePull",
        `rpc error: code = NotFound desc = failed to pull and unpack image "${image}": no match for platform in manifest: not found`,
      ),
    ),
    `ErrImagePull: rpc error: code = NotFound desc = failed to pull and unpack image "${image}": no match for platform in manifest: not found`,
  ],
  "a name that is none": [
    one(
      waiting(
        "InvalidImageName",
        `couldn't parse image name "UPPER/Case:1": invalid reference format: repository name (Case) must be lowercase`,
      ),
    ),
    `InvalidImageName: couldn't parse image name "UPPER/Case:1": invalid reference format: repository name (Case) must be lowercase`,
  ],
  "a Secret that isn't there": [
    one(waiting("CreateContainerConfigError", 'secret "timeout" not found')),
    'CreateContainerConfigError: secret "timeout" not found',
  ],
  "a key that a Secret hasn't": [
    one(waiting("CreateContainerConfigError", "couldn't find key TOKEN in Secret shop/web-green")),
    "CreateContainerConfigError: couldn't find key TOKEN in Secret shop/web-green",
  ],
  "an image that runs as root": [
    one(waiting("CreateContainerConfigError", "container has runAsNonRoot and image will run as root")),
    "CreateContainerConfigError: container has runAsNonRoot and image will run as root",
  ],
  "a volume's ConfigMap that isn't there": [
    creating(event("FailedMount", 'MountVolume.SetUp failed for volume "v" : configmap "nope" not found')),
    'FailedMount: MountVolume.SetUp failed for volume "v" : configmap "nope" not found',
  ],
  "a claim that isn't there": [
    unplaced('0/1 nodes are available: persistentvolumeclaim "nope" not found. not found'),
    'it gets no node: 0/1 nodes are available: persistentvolumeclaim "nope" not found. not found',
  ],
  "a command that the image hasn't": [
    one(
      pod(
        { waiting: { reason: "CrashLoopBackOff" } },
        {},
        {
          terminated: {
            exitCode: 128,
            reason: "StartError",
            message: 'exec: "nope": executable file not found in $PATH',
          },
        },
      ),
    ),
    'StartError: exec: "nope": executable file not found in $PATH',
  ],
  "more than any node has": [
    unplaced(noCpu, { nodes: [node("1"), node("1900m")] }),
    `it gets no node: ${noCpu}`,
  ],
  "only nodes that are Fargate's, each for one pod": [
    unplaced(noProfile, { nodes: [node("4", fargate), node("4", fargate)] }),
    `it gets no node: ${noProfile}`,
  ],
  "the same where nodes can't be looked at": [unplaced(noProfile), `it gets no node: ${noProfile}`],
  "a node selector that no node has": [
    unplaced("0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector.", {
      nodes: [node("4")],
    }),
    "it gets no node: 0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector.",
  ],
  "an autoscaler that has no such node": [
    unplaced(noCpu, {
      nodes: [node("1")],
      events: [
        event("TriggeredScaleUp", "up", 1),
        event("NotTriggerScaleUp", "pod didn't trigger scale-up", 2),
      ],
    }),
    `it gets no node: ${noCpu}`,
  ],
  "a pod that Fargate refuses": [
    unplaced(
      "",
      { events: [event("FailedScheduling", "Pod not supported on Fargate: volumes not supported")] },
      { schedulerName: "fargate-scheduler" },
    ),
    "it gets no node: Pod not supported on Fargate: volumes not supported",
  ],
};

/** What may mend itself. */
const mayMend: Readonly<Record<string, ComingPods>> = {
  "a registry's host that isn't known": one(
    backOff(
      `${resolving}: failed to do request: Head "https://registry.example/v2/": dial tcp: lookup registry.example on 10.0.0.2:53: no such host`,
    ),
  ),
  "a registry that takes no connection": one(
    backOff(`${resolving}: failed to do request: dial tcp 10.0.0.9:443: connect: connection refused`),
  ),
  "a registry in trouble": one(
    backOff(
      `${resolving}: unexpected status from HEAD request to https://registry.example/v2/: 503 Service Unavailable`,
    ),
  ),
  "a registry that limits": one(
    backOff(`${resolving}: 429 Too Many Requests - toomanyrequests: You have reached your pull rate limit`),
  ),
  "a network that hangs": one(waiting("ErrImagePull", `${resolving}: net/http: TLS handshake timeout`)),
  "credentials that are renewed": one(
    waiting("ErrImagePull", `${resolving}: 403 Forbidden: Your authorization token has expired`),
  ),
  "an image named after a failure": one(
    pod({
      waiting: {
        reason: "ErrImagePull",
        message: 'failed to pull image "denied/not-found:1": denied/not-found:1: unexpected end of JSON',
      },
    }),
  ),
  "a crash": one(
    pod(
      { waiting: { reason: "CrashLoopBackOff", message: "back-off 10s restarting failed container" } },
      {},
      { terminated: { exitCode: 1, reason: "Error", message: "no such file or directory" } },
    ),
  ),
  "a kubelet that hasn't read a Secret yet": one(
    waiting("CreateContainerConfigError", "failed to sync secret cache: timed out waiting for the condition"),
  ),
  "a pod that starts": creating(),
  "a volume that came after all": creating(
    event("FailedMount", 'MountVolume.SetUp failed for volume "v" : configmap "late" not found', 1),
    event("Pulling", "Pulling image", 2),
  ),
  "a volume that is slow": creating(
    event("FailedMount", "Unable to attach or mount volumes: timed out waiting for the condition"),
  ),
  "a full node": unplaced(noCpu, { nodes: [node("1"), node("4")] }),
  "a node that starts, or is drained": unplaced(noCpu, { nodes: [node("4", starting), node("4", cordoned)] }),
  "a node whose taint it tolerates": unplaced(
    noCpu,
    { nodes: [node("4", fargate)] },
    {
      tolerations: [{ key: "eks.amazonaws.com/compute-type", operator: "Exists" }],
    },
  ),
  "a cluster without nodes so far": unplaced("no nodes available to schedule pods", { nodes: [] }),
  "an autoscaler that makes a node": unplaced(noCpu, {
    nodes: [node("1")],
    events: [event("TriggeredScaleUp", "pod triggered scale-up")],
  }),
  "Karpenter, before its word": unplaced(noCpu, {
    nodes: [node("1", {}, { "karpenter.sh/nodepool": "default" })],
  }),
  "Fargate, which makes a node": unplaced(
    "0/1 nodes are available: 1 Insufficient cpu.",
    { nodes: [node("1")] },
    { schedulerName: "fargate-scheduler" },
  ),
  "Fargate without room for the moment": unplaced(
    "",
    {
      events: [
        event(
          "FailedScheduling",
          "Fargate capacity is unavailable at this time. Please try again later or in a different availability zone",
        ),
      ],
    },
    { schedulerName: "fargate-scheduler" },
  ),
  "a pod that goes": one({
    ...waiting("InvalidImageName", "no"),
    metadata: { name: "web-green-1", uid: "u1", deletionTimestamp: new Date(0) },
  }),
  "another pod's event": {
    pods: [waiting("ContainerCreating")],
    events: [{ ...event("FailedMount", 'secret "x" not found'), involvedObject: { uid: "u2" } }],
  },
  "a quota that has room again later": {
    pods: [],
    events: [],
    notCreated: 'pods "web-green-1" is forbidden: exceeded quota: environment',
  },
  "a webhook that doesn't answer": {
    pods: [],
    events: [],
    notCreated:
      'Internal error occurred: failed calling webhook "guard.example": Post "https://guard.shop.svc:443/": context deadline exceeded',
  },
};

describe("a live witness of pods that come up", () => {
  const color = { namespace: "shop-dev", application: "web", color: "green", release: "r2" } as const;
  const deployment = "/apis/apps/v1/namespaces/shop-dev/deployments/web-green";
  let server: ApiServer;
  beforeEach(async () => {
    server = await ApiServer.start("here");
    server.objects[deployment] = { metadata: { name: "web-green" } };
    server.objects["/api/v1/namespaces/shop-dev/pods"] = { items: [waiting("InvalidImageName", "no")] };
    server.objects["/api/v1/namespaces/shop-dev/events"] = { items: [] };
  });
  afterEach(() => server.stop());

  it("asks for the pods of that release alone, and does without a look at nodes", async () => {
    const found = await liveWitness({}).hopeless(color);
    assert.deepEqual([...found], [["web-green-1", "Pod web-green-1: InvalidImageName: no"]]);
    const pods = server.asked.find(({ path }) => path.endsWith("/pods"));
    assert.equal(
      pods?.query.labelSelector,
      "turnout.dev/application=web,turnout.dev/color=green,turnout.dev/release=r2",
    );
  });

  it("looks at the nodes where it may, and at what the Deployment says", async () => {
    const failure = { type: "ReplicaFailure", status: "True", message: "Pod is invalid: spec: no" };
    server.objects[deployment] = { status: { conditions: [failure] } };
    server.objects["/api/v1/namespaces/shop-dev/pods"] = { items: unplaced(noCpu).pods };
    server.objects["/api/v1/nodes"] = { items: [node("1")] };
    const found = await liveWitness({}).hopeless(color);
    assert.deepEqual(
      [...found.values()],
      ["No pod can be created: Pod is invalid: spec: no", `Pod web-green-1: it gets no node: ${noCpu}`],
    );
    server.objects["/api/v1/nodes"] = { items: [node("8")] };
    assert.equal((await liveWitness({}).hopeless(color)).size, 1);
  });

  it("replaces pods of that release that wait for an image since before, and no others", async () => {
    const named = (name: string, one: V1Pod) => ({ ...one, metadata: { name } });
    server.objects["/api/v1/namespaces/shop-dev/pods"] = {
      items: [
        named("backs-off", backOff("not found")),
        named("has-just-failed", waiting("ErrImagePull", "not found")),
        named("is-made", waiting("ContainerCreating")),
        named("runs", pod({ running: {} })),
      ],
    };
    for (const name of ["backs-off", "has-just-failed"])
      server.objects[`/api/v1/namespaces/shop-dev/pods/${name}`] = {};
    await liveWitness({}).pullAnew(color);
    const [list, ...removed] = server.asked;
    assert.equal(
      list?.query.labelSelector,
      "turnout.dev/application=web,turnout.dev/color=green,turnout.dev/release=r2",
    );
    assert.deepEqual(
      removed.map(({ method, path }) => `${method} ${path}`).sort(),
      ["backs-off", "has-just-failed"].map((name) => `DELETE /api/v1/namespaces/shop-dev/pods/${name}`),
    );
  });

  it("marks the Deployment of an attempt that is given up, and nothing else of it", async () => {
    await liveWitness({}).giveUp(color, "2");
    const [patch] = server.asked.filter(({ method }) => method === "PATCH");
    assert.deepEqual([patch?.path, patch?.contentType], [deployment, "application/merge-patch+json"]);
    assert.deepEqual(patch?.body, { metadata: { annotations: { "turnout.dev/given-up": "2" } } });
  });
});

describe("hopelessIn", () => {
  for (const [title, [seen, says]] of Object.entries(hopeless))
    it(`names ${title}`, () => {
      assert.deepEqual([...hopelessIn(seen)], [["web-green-1", `Pod web-green-1: ${says}`]]);
    });

  for (const [title, seen] of Object.entries(mayMend))
    it(`leaves time for ${title}`, () => {
      assert.deepEqual([...hopelessIn(seen)], []);
    });

  for (const words of [
    'pods "web-green-1" is forbidden: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false',
    'pods "web-green-1" is forbidden: maximum cpu usage per Container is 1, but limit is 2',
    'admission webhook "guard.example" denied the request: no',
    "pods \"web-green-1\" is forbidden: ValidatingAdmissionPolicy 'guard' with binding 'all' denied request: no",
    'pods "web-green-1" is forbidden: no PriorityClass with name high was found',
    'pods "web-green-1" is forbidden: error looking up service account shop/web: serviceaccount "web" not found',
    'pods "web-green-1" is forbidden: failed quota: environment: must specify limits.cpu for: web',
  ])
    it(`names pods that can't even be created: ${words}`, () => {
      const found = [...hopelessIn({ pods: [], events: [], notCreated: words }).values()];
      assert.deepEqual(found, [`No pod can be created: ${words}`]);
    });

  it("shows nothing raw, and not all of what is long", () => {
    const [words = ""] = hopelessIn(
      one(waiting("InvalidImageName", `\u001b]52;c;x\u0007${"a".repeat(900)}`)),
    ).values();
    assert.match(words, /^Pod web-green-1: InvalidImageName: \\u\{1b\}\]52;c;x\\u\{7\}a+…$/);
    assert.ok(words.length < 600);
  });
});
