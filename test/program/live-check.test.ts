import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { ownerAnnotations } from "../../naming/owner";
import { checkLive } from "../../program/live-check";
import type { Run } from "../../program/planned-application";
import type { ClusterObject, Drift, RecordedObject } from "../../release/drift";

const namespace = "smallcase-develop";

const home = (state: string, uid = "1"): ClusterObject => ({
  apiVersion: "v1",
  kind: "Namespace",
  metadata: {
    name: namespace,
    uid,
    annotations: ownerAnnotations({ project: pulumi.getProject(), stack: pulumi.getStack(), state }),
  },
});

const route = (blue: number): ClusterObject =>
  ({
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "HTTPRoute",
    metadata: { name: "web", namespace, uid: "2" },
    spec: { rules: [{ backendRefs: [{ name: "web-blue", weight: blue }] }] },
  }) as ClusterObject;

const recordedAs = (object: ClusterObject): RecordedObject => ({
  urn: `urn:pulumi:dev::turnout::${object.kind ?? ""}::x`,
  declared: object,
  recorded: object,
});

/** Blue has none of the traffic by the checkpoint. */
const objects = () => [recordedAs(home("ours")), recordedAs(route(0))];

function check(live: readonly ClusterObject[], run: Run = {}, state: string | undefined = "ours") {
  const found: Drift[] = [];
  const checked = checkLive({
    namespace,
    recorded: { objects: objects(), state },
    witness: { survey: () => Promise.resolve({ objects: live, unseen: [] }) },
    run: { onDrift: (drifts) => found.push(...drifts), ...run },
  });
  return { checked, found };
}

describe("the look at the cluster before an update", () => {
  it("finds a namespace its own, and as it was recorded", async () => {
    const { checked, found } = check([home("ours"), route(0)]);
    const { owner, asRecorded } = await checked;
    assert.equal(owner.state, "ours");
    assert.deepEqual(found, []);
    assert.deepEqual(asRecorded?.objects, [home("ours"), route(0)]);
  });

  it("ends the update where the cluster isn't as it was recorded, and hands on the differences", async () => {
    for (const [live, words] of [
      [[home("ours"), route(100)], "HTTPRoute web differs in spec.rules[0].backendRefs[0].weight"],
      [[home("ours")], "HTTPRoute web is gone"],
      [[home("ours", "9"), route(0)], `Namespace ${namespace} was deleted and made again`],
    ] as const) {
      const { checked, found } = check(live);
      await assert.rejects(checked, (error: Error) =>
        error.message.startsWith(`The cluster is not as it was last recorded: ${words}; `),
      );
      assert.equal(found.length, 1);
    }
  });

  it("lets a rollback record a route that one before it moved, but not one that is gone", async () => {
    const { asRecorded } = await check([home("ours"), route(100)], { isRollback: true }).checked;
    assert.equal(asRecorded, undefined, "it isn't as it was recorded");
    await check([home("ours"), route(100)], { switches: { web: { at: "", from: "", to: "" } } as never })
      .checked;
    await assert.rejects(check([home("ours")], { isRollback: true }).checked, /HTTPRoute web is gone/);
    await assert.rejects(
      check([home("ours", "9"), route(100)], { isRollback: true }).checked,
      /was deleted and made again/,
    );
  });

  it("refuses a namespace of another state, unless it is taken over on purpose", async () => {
    const live = [home("theirs"), route(0)];
    await assert.rejects(check(live).checked, (error: Error) =>
      error.message.startsWith(
        `Namespace ${namespace} belongs to the same stack in another state: project ${pulumi.getProject()}, stack ${pulumi.getStack()}, state theirs; nothing was changed. `,
      ),
    );
    const { adopted, owner } = await checkLive({
      namespace,
      recorded: { objects: [], state: "ours" },
      witness: { survey: () => Promise.resolve({ objects: live, unseen: [] }) },
      run: { adopt: true },
    });
    assert.deepEqual([adopted, owner.state], [live, "ours"]);
  });

  it("gives a new state an id of its own", async () => {
    const look = () =>
      checkLive({
        namespace,
        recorded: { objects: [], state: undefined },
        witness: { survey: () => Promise.resolve({ objects: [], unseen: [] }) },
        run: {},
      });
    const [one, other] = [await look(), await look()];
    assert.match(one.owner.state ?? "", /^[0-9a-f]{12}$/);
    assert.notEqual(one.owner.state, other.owner.state);
  });
});
