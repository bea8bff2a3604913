import assert from "node:assert/strict";
import { type Pod, podReport, routeTrouble } from "../../cli/cluster";

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
    for (const reason of ["ErrImagePull", "ImagePullBackOff", "ErrImageNeverPull", "InvalidImageName"])
      assert.equal(
        podReport(pod({ waiting: { reason } })),
        `Pod web-green-x ${reason}\n  The cluster can't get image registry/web:1: build it (\`docker build --tag registry/web:1 app\`) and push it or load it there.`,
      );
  });

  it("says how a container ended", () => {
    assert.equal(
      podReport(pod({ terminated: { exitCode: 137, reason: "OOMKilled" } })),
      "Pod web-green-x ended with exit code 137 (OOMKilled)",
    );
    assert.equal(podReport(pod({ terminated: { exitCode: 1 } })), "Pod web-green-x ended with exit code 1");
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

const spec = { parentRefs: [{ name: "shared" }] };
const parent = (name: string, status: string, message?: string) => ({
  parentRef: { name },
  conditions: [{ type: "Accepted", status, ...(message !== undefined && { message }) }],
});

describe("routeTrouble", () => {
  it("is none where the Gateway has accepted the route", () => {
    assert.equal(routeTrouble({ spec, status: { parents: [parent("shared", "True")] } }), undefined);
  });

  it("says that no Gateway has accepted the route, also where another one once had", () => {
    for (const status of [undefined, {}, { parents: [parent("other", "True")] }])
      assert.equal(
        routeTrouble({ spec, ...(status && { status }) }),
        "No Gateway has accepted the route yet. If this stays so, the cluster has no Gateway of that name: `npx turnout up --stack platform` creates it.",
      );
  });

  it("gives the Gateway's own reason for refusing it", () => {
    const status = { parents: [parent("shared", "False", "no matching listener")] };
    assert.equal(routeTrouble({ spec, status }), "The Gateway refuses the route: no matching listener");
  });

  it("gives one also where the Gateway has no words for it", () => {
    const [refused] = [parent("shared", "False", "")];
    for (const [reason, says] of [
      ["NotAllowedByListeners", "no listener of the Gateway allows it (NotAllowedByListeners)"],
      ["Unheard", "Unheard"],
      ["", "it gives no reason"],
    ]) {
      const conditions = refused.conditions.map((one) => ({ ...one, reason }));
      const status = { parents: [{ ...refused, conditions }] };
      assert.equal(routeTrouble({ spec, status }), `The Gateway refuses the route: ${says ?? ""}`);
    }
  });
});
