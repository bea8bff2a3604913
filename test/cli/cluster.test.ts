import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openOwnCluster, routeTrouble } from "../../cli/cluster";
import { UserError } from "../../cli/terminal";
import { clusterIdentity } from "../../program/kubeconfig";
import type { Checkpoint } from "../../release/checkpoint";

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

describe("openOwnCluster", () => {
  const kubeconfig = JSON.stringify({
    "current-context": "kind-shop",
    clusters: ["shop", "other"].map((name) => ({ name, cluster: { server: `https://${name}:6443` } })),
    contexts: ["shop", "other"].map((name) => ({ name: `kind-${name}`, context: { cluster: name } })),
  });
  const [own = "", another = ""] = ["kind-shop", "kind-other"].map((context) =>
    clusterIdentity([kubeconfig], context),
  );
  const { KUBECONFIG } = process.env;
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "turnout-cluster-"));
    process.env.KUBECONFIG = join(folder, "config");
    writeFileSync(process.env.KUBECONFIG, kubeconfig);
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
    if (KUBECONFIG === undefined) delete process.env.KUBECONFIG;
    else process.env.KUBECONFIG = KUBECONFIG;
  });

  const recorded = (clusterIdentifier: string) =>
    ({
      "urn:cluster": { type: "pulumi:providers:kubernetes", outputs: { clusterIdentifier } },
    }) as Checkpoint;
  const open = (
    checkpoint: Checkpoint | Error,
    { context, pinned, isOnAws = false }: { context?: string; pinned?: string; isOnAws?: boolean } = {},
  ) =>
    openOwnCluster({ stack: "dev", context, pinned, isOnAws }, () =>
      checkpoint instanceof Error ? Promise.reject(checkpoint) : Promise.resolve(checkpoint),
    );

  it("opens the one that was recorded, or that the settings insist on, and any for a new stack", async () => {
    await open(recorded(own));
    await open(recorded(own), { pinned: another, context: "kind-other" });
    await open(new Error("no such stack"));
    await open({});
    await open(recorded("arn:aws:eks:eu-west-1:123456789012:cluster/shop"), { isOnAws: true });
  });

  it("opens no other", async () => {
    const fix = (current: string) =>
      `Switch back with \`kubectl config use-context\`, or, if it is the same cluster with a new address or certificate, run \`pulumi config set turnout:cluster ${current}\`.`;
    await assert.rejects(open(recorded(another)), {
      constructor: UserError,
      message: `Stack dev belongs to cluster ${another}, but the kubeconfig's current context leads to cluster ${own}; nothing was changed. ${fix(own)}`,
    });
    await assert.rejects(open(recorded(own), { context: "kind-other" }), {
      message: `Stack dev belongs to cluster ${own}, but context kind-other leads to cluster ${another}; nothing was changed. ${fix(another)}`,
    });
    await assert.rejects(open(recorded(own), { pinned: another }), UserError);
  });
});
