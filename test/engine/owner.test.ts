import assert from "node:assert/strict";
import { Branch, web } from "./branch";
import { turnoutUp } from "./turnout-up";
import type { Properties } from "./wire-value";

const home = "smallcase-develop";
const type = "kubernetes:core/v1:Namespace";
const wayOn =
  "Work with the state that made it, or give this project another `app` in branches.ts (of a platform: another turnout:gateway.namespace; environments can attach to a Gateway that is there); `npx turnout up --stack dev --adopt` takes it over on purpose.";

describe("whose a namespace is, on the real engine", () => {
  let branch: Branch;
  const kubeconfig = process.env.KUBECONFIG;

  beforeEach(async () => {
    process.env.KUBECONFIG = "";
    branch = await Branch.start("dev", web("shop/web:1"));
  });
  afterEach(async () => {
    await branch.close();
    if (kubeconfig === undefined) delete process.env.KUBECONFIG;
    else process.env.KUBECONFIG = kubeconfig;
  });

  const well = async (run = {}) => {
    const outcome = await branch.up(run);
    assert.ok(outcome.ok, outcome.errors);
    return outcome;
  };
  const marks = () => {
    const { metadata } = branch.simulation.kubernetes.find(type, home)?.properties ?? {};
    return ((metadata as Properties).annotations ?? {}) as Record<string, string | undefined>;
  };
  const mark = (state: string | undefined) => {
    branch.simulation.kubernetes.change(type, home, ({ metadata }) => {
      const others = Object.entries(marks()).filter(([key]) => key !== "turnout.dev/state");
      const wanted = state === undefined ? [] : [["turnout.dev/state", state]];
      (metadata as Properties).annotations = Object.fromEntries([...others, ...wanted]) as Properties;
    });
  };
  const all = () => structuredClone(branch.simulation.kubernetes.list());

  it("is said by it, and stays the same", async () => {
    await well({ origin: () => ({ repository: "github.com/ana/shop", branch: "develop" }) });
    const first = marks();
    assert.match(first["turnout.dev/state"] ?? "", /^[0-9a-f]{12}$/);
    assert.deepEqual(
      ["project", "stack", "repository", "branch"].map((part) => first[`turnout.dev/${part}`]),
      ["turnout", "dev", "github.com/ana/shop", "develop"],
    );
    // From another clone, and from plain Pulumi.
    assert.deepEqual((await well({ origin: () => ({ repository: "elsewhere" }) })).changes, []);
    assert.deepEqual((await well()).changes, []);
    assert.deepEqual(marks(), first);
  });

  it("keeps every update from one that another state has taken over, and lets it be taken back on purpose", async () => {
    await well();
    const own = marks()["turnout.dev/state"];
    mark("0123456789ab");
    const before = all();
    const sentence = `Namespace ${home} belongs to the same stack in another state: project turnout, stack dev, state 0123456789ab; nothing was changed. ${wayOn}`;
    const refused = await branch.up();
    assert.ok(refused.errors.includes(sentence), refused.errors);
    branch.simulation.engine.expect([]);
    await assert.rejects(turnoutUp(branch), (error: Error) => error.message.startsWith(sentence));
    const preview = await branch.preview();
    assert.ok(preview.output.includes(`warning: ${sentence}`), preview.output);
    assert.deepEqual(all(), before);

    await turnoutUp(branch, { adopt: true });
    assert.equal(marks()["turnout.dev/state"], own);
    assert.deepEqual((await well()).changes, []);
  });

  it("is this stack's where it has no mark and the checkpoint has it, and gets one", async () => {
    await well();
    const own = marks()["turnout.dev/state"];
    mark(undefined);
    branch.simulation.engine.expect([]);
    await turnoutUp(branch);
    assert.equal(marks()["turnout.dev/state"], own);
  });

  it("is this stack's after an update that was killed before it recorded it", async () => {
    const made = {
      at: ({ type: of, step }: { type: string; step?: number }) => step !== undefined && of === type,
    };
    const { killed } = await branch.up({}, { faults: [{ ...made, when: "after", do: "kill" }] });
    assert.ok(killed);
    await branch.simulation.engine.cancel();
    await well();
    assert.deepEqual((await well()).changes, []);
  });

  it("is nobody's that this stack knows where something is in it", async () => {
    const object = (type: string, id: string, properties: Properties) => {
      branch.simulation.kubernetes.put({ type, id, properties });
    };
    object(type, home, { apiVersion: "v1", kind: "Namespace", metadata: { name: home } });
    object("kubernetes:apps/v1:Deployment", `${home}/books`, {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "books", namespace: home },
    });
    const { errors } = await branch.up();
    assert.ok(
      errors.includes(
        `Namespace ${home} is not known to stack dev, and holds Deployment books; nothing was changed. ${wayOn}`,
      ),
      errors,
    );
  });
});
