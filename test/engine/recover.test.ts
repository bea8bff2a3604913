import assert from "node:assert/strict";
import { hostname, userInfo } from "node:os";
import { recover } from "../../cli/read-back";
import { UserError } from "../../cli/terminal";
import { staleCheckpoint } from "../../release/guard";
import { until } from "../until";
import { Branch, refusal, web } from "./branch";
import type { Fault } from "./fault";
import { turnoutUp } from "./turnout-up";
import type { Properties } from "./wire-value";

const ROUTE = "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute";
const routeMoved: Fault = {
  at: ({ name, step }) => step !== undefined && name === "web",
  when: "after",
  do: "kill",
};
const pods: Fault["at"] = ({ type, step }) => step !== undefined && type.endsWith(":Deployment");

const readBack = (route: string) =>
  `The cluster is not as it was last recorded: ${route} differs in spec.rules[0].backendRefs[0].weight. Reading it back.`;

describe("an update after one that was cut off", () => {
  let branch: Branch;
  const kubeconfig = process.env.KUBECONFIG;

  beforeEach(async () => {
    process.env.KUBECONFIG = "";
    branch = await Branch.start("dev", web("shop/web:1"));
    await well();
  });
  afterEach(async () => {
    await branch.close();
    if (kubeconfig === undefined) delete process.env.KUBECONFIG;
    else process.env.KUBECONFIG = kubeconfig;
  });

  const well = async () => {
    const { ok, errors } = await branch.up();
    assert.ok(ok, errors);
  };

  const die = async (image: string, fault: Fault, more: object = {}) => {
    await branch.configure(web(image, more));
    const { killed, output } = await branch.up({}, { faults: [fault] });
    assert.ok(killed, output);
  };

  const applied = () => {
    branch.simulation.engine.expect([]);
    return turnoutUp(branch);
  };

  it("leaves alone the color that got the traffic just before the engine died, whatever is wanted now", async () => {
    await die("shop/web:2", routeMoved);
    await branch.simulation.engine.cancel();
    const died = branch.now();
    assert.deepEqual(died.weights, { blue: 0, green: 100 });

    await branch.configure(web("shop/web:3"));
    const refused = await branch.up();
    assert.equal(
      refused.errors,
      refusal(
        "web-green-before-change",
        `web-green takes 100 % of the traffic in the cluster with release ${died.green?.release ?? ""}, which the last checkpoint doesn't know: ${staleCheckpoint}`,
      ),
    );
    assert.deepEqual(branch.now(), died);

    assert.deepEqual(await applied(), [readBack("HTTPRoute web")]);
    const { weights, green, blue } = branch.now();
    assert.deepEqual(green, died.green);
    assert.deepEqual(weights, { blue: 100, green: 0 });
    assert.notEqual(blue?.release, died.blue?.release);
  });

  it("frees the stack of its own dead engine, and goes on", async () => {
    await die("shop/web:2", routeMoved);
    const lines = await applied();
    assert.deepEqual(lines.slice(1), [readBack("HTTPRoute web")]);
    const { username } = userInfo();
    const [before, after] = (lines[0] ?? "").split(/\(pid \d+\) since .* UTC \(.*\), /);
    assert.equal(before, `Stack dev was left locked by ${username}@${hostname()} `);
    assert.equal(after, "which is dead: the lock is removed.");
    assert.deepEqual(branch.now().weights, { blue: 0, green: 100 });
  });

  it("does both at once: the stack is locked, and the cluster ahead of its checkpoint", async () => {
    await die("shop/web:2", routeMoved);
    const served = branch.now().green;
    await branch.configure(web("shop/web:3"));
    const lines = await applied();
    assert.match(lines[0] ?? "", /^Stack dev was left locked by /);
    assert.equal(lines[1], readBack("HTTPRoute web"));
    assert.deepEqual(branch.now().green, served);
    assert.deepEqual(branch.now().weights, { blue: 100, green: 0 });
  });

  it("knows what the idle color has when the engine died after giving it something else", async () => {
    await branch.configure(web("shop/web:2"));
    await well(); // green serves 2, blue still has 1
    const served = branch.now();
    await die("shop/web:3", { at: pods, when: "after", do: "kill" });
    await branch.simulation.engine.cancel();
    const died = branch.now();
    assert.notEqual(died.blue?.release, served.blue?.release);

    await branch.configure(web("shop/web:1"));
    const refused = await branch.up();
    assert.equal(refused.ok, false);
    assert.ok(refused.errors.includes(staleCheckpoint), refused.errors);
    assert.deepEqual(branch.now().weights, served.weights);
    assert.deepEqual(branch.now().green, served.green);

    await applied();
    const { weights, blue, green } = branch.now();
    assert.deepEqual(weights, { blue: 100, green: 0 });
    assert.equal(blue?.release, served.blue?.release);
    assert.deepEqual(green, served.green);
  });

  it("leaves the color that serves the secrets that its pods read", async () => {
    const rotated = (tag: string, secret = tag) => web(`shop/web:${tag}`, { secrets: { TOKEN: secret } });
    await branch.configure(rotated("2"));
    await well(); // green serves 2
    await branch.configure(rotated("3"));
    await well(); // blue serves 3, green still has 2
    const served = branch.now();
    await branch.configure(rotated("4"));
    const beforePods = { at: pods, when: "before", do: "kill" } as const;
    assert.ok((await branch.up({}, { faults: [beforePods] })).killed);
    await branch.simulation.engine.cancel();

    // One release wants the pods that green has, another the secrets that are on the engine's list of what is to go.
    for (const [image, secret] of [
      ["2", "2"],
      ["5", "2"],
    ]) {
      const bringBack = branch.simulation.save();
      await branch.configure(rotated(image ?? "", secret));
      await well();
      const { weights, green } = branch.now();
      assert.deepEqual(weights, { blue: 0, green: 100 });
      assert.equal(green?.release === served.green?.release, image === "2");
      assert.deepEqual(branch.startProblems("web-green"), []);
      bringBack();
    }
  });

  it("gives no traffic to new pods that don't come up, though those of a release before are Ready beside them", async () => {
    const warm = (tag: string) =>
      web(`shop/web:${tag}`, { replicas: 2, standbyReplicas: 2, readyTimeoutSeconds: 5 });
    branch.simulation.kubernetes.brokenImages.add("shop/web:bad");
    await branch.configure(warm("2"));
    await well();
    await branch.configure(warm("3"));
    await well(); // blue serves 3, green still has 2 pods of 2
    const served = branch.now();
    await branch.configure(warm("bad"));
    const waiting = { at: pods, when: "during", do: "kill" } as const;
    assert.ok((await branch.up({}, { faults: [waiting] })).killed);
    await branch.simulation.engine.cancel();
    await recover(
      branch.simulation.engine.stack,
      () => undefined,
      () => undefined,
    );

    const { errors } = await branch.up();
    assert.equal(
      errors,
      refusal(
        "web-before-traffic",
        "web-green is not Ready any more: the traffic stays where it is; run the update again.",
      ),
    );
    assert.deepEqual(branch.now().weights, served.weights);
    assert.deepEqual(branch.now().blue, served.blue);
  });

  it("doesn't bring down what somebody gave the traffic to by hand", async () => {
    await branch.configure(web("shop/web:2"));
    await well();
    branch.simulation.kubernetes.change(ROUTE, "smallcase-develop/web", ({ spec }) => {
      const [rule] = (spec as { rules: { backendRefs: Properties[] }[] }).rules;
      for (const backend of rule?.backendRefs ?? []) backend.weight = backend.name === "web-blue" ? 100 : 0;
    });
    const byHand = branch.now();
    assert.deepEqual(byHand.weights, { blue: 100, green: 0 });

    const refused = await branch.up(); // would settle: blue's pods would go
    assert.ok(refused.errors.includes(staleCheckpoint), refused.errors);
    assert.deepEqual(branch.now(), byHand);

    await applied();
    assert.deepEqual(branch.now().weights, { blue: 0, green: 100 });
    assert.equal(branch.now().blue?.replicas, 1);
  });

  it("is refused while another one is under way, with who that is, and nothing is lost", async () => {
    await branch.configure(web("shop/web:2"));
    const slow: Fault = { at: pods, when: "before", do: { delay: 4000 } };
    const first = branch.up({}, { faults: [slow] });
    await until(
      () =>
        branch.simulation.log
          .current()
          .some(({ type, step }) => step !== undefined && type.endsWith(":Deployment")),
      60,
    );
    const said = await turnoutUp(branch).catch((error: unknown) => error);
    assert.ok(said instanceof UserError, String(said));
    assert.match(
      said.message,
      /^Stack dev is being updated by \S+ \(pid \d+\) since \d{4}-\d\d-\d\d \d\d:\d\d UTC \(.+\): wait until that is through\. If it is dead, `npx turnout unlock --stack dev` frees the stack or says who can\.\nStack dev: the command did not get to its end; what was not changed yet is as it was\.$/,
    );
    const { ok, errors } = await first;
    assert.ok(ok, errors);
    assert.deepEqual(branch.now().weights, { blue: 0, green: 100 });
    await well();
    assert.equal(branch.now().blue?.replicas, 0);
  });

  it("reads nothing back after one that ended", async () => {
    await branch.configure(web("shop/web:2"));
    assert.deepEqual(await applied(), []);
    assert.deepEqual(branch.now().weights, { blue: 0, green: 100 });
  });
});

describe("a first release that was cut off before it was recorded", () => {
  it("goes on serving while another one is released", async () => {
    const kubeconfig = process.env.KUBECONFIG;
    process.env.KUBECONFIG = "";
    const branch = await Branch.start("dev", web("shop/web:1"));
    try {
      const blue: Fault["at"] = (call) => pods(call) && call.name === "web-blue";
      const { killed } = await branch.up({}, { faults: [{ at: blue, when: "after", do: "kill" }] });
      assert.ok(killed);
      const serving = branch.now().blue;
      assert.ok(serving?.ready);

      await branch.configure(web("shop/web:2"));
      branch.simulation.engine.expect([]);
      const said = await turnoutUp(branch);
      assert.ok(
        said.includes("The cluster is ahead of what was last recorded: reading it back."),
        said.join("\n"),
      );
      assert.deepEqual(branch.now().blue, serving);
      assert.deepEqual(branch.now().weights, { blue: 0, green: 100 });
    } finally {
      await branch.close();
      if (kubeconfig === undefined) delete process.env.KUBECONFIG;
      else process.env.KUBECONFIG = kubeconfig;
    }
  });
});
