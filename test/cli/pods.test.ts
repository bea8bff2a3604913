import assert from "node:assert/strict";
import { type Pod, podReport, unready } from "../../cli/pods";
import type { Kubernetes } from "../../live/kubernetes";

const container = { ready: false, image: "registry/web:1" };
const pod = (one: Partial<Pod["containers"][number]>, more: Partial<Pod> = {}): Pod => ({
  name: "web-green-x",
  containers: [
    { ...container, ready: true },
    { ...container, ...one },
  ],
  ...more,
});

describe("podReport", () => {
  it("says what a container waits for, with the pod's own last words", () => {
    const waiting = { reason: "CrashLoopBackOff", message: "back-off 10s restarting failed container" };
    assert.equal(
      podReport(
        pod({ waiting }, { lastEvent: "Back-off restarting failed container", lastLog: "KeyError: 'DB'" }),
      ),
      [
        "Pod web-green-x CrashLoopBackOff: back-off 10s restarting failed container",
        "  last event: Back-off restarting failed container",
        "  last log line: KeyError: 'DB'",
      ].join("\n"),
    );
  });

  it("says what to do where the cluster has no such image", () => {
    for (const reason of ["ErrImagePull", "ImagePullBackOff", "ErrImageNeverPull"])
      assert.equal(
        podReport(pod({ waiting: { reason } })),
        `Pod web-green-x ${reason}\n  The cluster has no image registry/web:1: build it (\`docker build --tag registry/web:1 …\`), and push it or load it there.`,
      );
  });

  it("says what to do where an image can't be got for another reason", () => {
    const hints = [
      [
        "x@sha256:0",
        "ErrImagePull",
        "x@sha256:0: not found",
        "The cluster has no image x@sha256:0: look whether its registry has this digest.",
      ],
      [
        "x:1",
        "ImagePullBackOff",
        "401 Unauthorized",
        "The cluster can't get image x:1: look whether its registry answers, and lets the cluster pull it.",
      ],
      [
        "x:1",
        "ErrImagePull",
        "dial tcp: connection refused",
        "The cluster can't get image x:1: look whether its registry answers, and lets the cluster pull it.",
      ],
      [
        "localhost/x:1",
        "ErrImagePull",
        "dial tcp 127.0.0.1:80: connect: connection refused",
        "The cluster has no image localhost/x:1: build it (`docker build --tag localhost/x:1 …`), and push it or load it there.",
      ],
      [
        "X:1",
        "InvalidImageName",
        "couldn't parse",
        "Correct `image` in the settings: no registry has such a name.",
      ],
    ] as const;
    for (const [image, reason, message, hint] of hints)
      assert.equal(
        podReport(pod({ image, waiting: { reason, message } })),
        `Pod web-green-x ${reason}: ${message}\n  ${hint}`,
      );
  });

  it("says the same of an image between two tries as after one", () => {
    const failed = `rpc error: code = NotFound desc = failed to pull and unpack image "x:1": x:1: not found`;
    const [after, between] = [
      { reason: "ErrImagePull", message: failed },
      { reason: "ImagePullBackOff", message: `Back-off pulling image "x:1": ErrImagePull: ${failed}` },
    ].map((waiting) => podReport(pod({ image: "x:1", waiting })));
    assert.equal(between, after);
    assert.match(after ?? "", /^Pod web-green-x ErrImagePull: rpc error: /);
  });

  it("says how a container ended", () => {
    assert.equal(
      podReport(pod({ terminated: { exitCode: 137, reason: "OOMKilled" } })),
      "Pod web-green-x ended with exit code 137 (OOMKilled)",
    );
    assert.equal(podReport(pod({ terminated: { exitCode: 1 } })), "Pod web-green-x ended with exit code 1");
    const waiting = { reason: "CrashLoopBackOff", message: "back-off 10s restarting failed container" };
    const terminated = { exitCode: 128, reason: "StartError", message: "no such file or directory" };
    assert.equal(
      podReport(pod({ waiting, terminated })),
      "Pod web-green-x ended with exit code 128 (StartError): no such file or directory",
    );
  });

  it("says that a container runs and is not Ready", () => {
    assert.equal(
      podReport(pod({}, { lastEvent: "Readiness probe failed" })),
      "Pod web-green-x runs but is not Ready\n  last event: Readiness probe failed",
    );
  });

  it("says of a pod without any container's state what its last event says", () => {
    assert.equal(
      podReport({
        name: "web-green-x",
        containers: [],
        lastEvent: "0/3 nodes are available: 3 Insufficient cpu.",
      }),
      "Pod web-green-x has not started\n  last event: 0/3 nodes are available: 3 Insufficient cpu.",
    );
  });

  it("doesn't take a start that goes its usual way for trouble", () => {
    const creating = { ...container, waiting: { reason: "ContainerCreating" } };
    assert.equal(
      podReport({ name: "web-green-x", containers: [creating], lastEvent: "Pulling image" }),
      "Pod web-green-x has not started\n  last event: Pulling image",
    );
  });
});

describe("unready", () => {
  const deployment = (release: string, conditions: object[] = []) => ({
    metadata: { name: "web-green" },
    spec: { template: { metadata: { labels: { "turnout.dev/release": release } } } },
    status: { conditions },
  });
  const waiting = (name: string, labels?: object) => ({ metadata: { name, labels }, status: {} });
  const cluster = (deployments: object[], pods: object[]) =>
    ({
      apps: { listNamespacedDeployment: () => Promise.resolve({ items: deployments }) },
      core: {
        listNamespacedPod: () => Promise.resolve({ items: pods }),
        listNamespacedEvent: () => Promise.resolve({ items: [] }),
        readNamespacedPodLog: () => Promise.reject(new Error("no log")),
      },
    }) as unknown as Kubernetes;

  it("is of what Deployments want now, not of a release that failed before", async () => {
    const pods = ["r1", "r2"].map((release) => waiting(release, { "turnout.dev/release": release }));
    const found = await unready(cluster([deployment("r2")], [...pods, waiting("other")]), "shop");
    assert.deepEqual(
      found.pods.map(({ name }) => name),
      ["r2", "other"],
    );
  });

  it("says why there is no pod at all", async () => {
    const failure = { type: "ReplicaFailure", status: "True", message: "exceeded quota:\n\u001b[31mby hand" };
    const { refused } = await unready(cluster([deployment("r2", [failure])], []), "shop");
    assert.deepEqual(refused, [
      "Deployment web-green can't create pods: exceeded quota:\\u{a}\\u{1b}[31mby hand",
    ]);
  });
});
