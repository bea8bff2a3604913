import assert from "node:assert/strict";

import { Provider } from "@pulumi/aws/provider";
import { Queue } from "@pulumi/aws/sqs/queue";
import { ConfigMap } from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import { branches } from "../../branches";
import { isStale } from "../../cli/apply";
import { recover } from "../../cli/read-back";
import { type EnvironmentFunction, turnout } from "../../turnout";
import { Branch, stepsOf, web } from "./branch";

const secret = "s3cret-of-the-queue";

/** A queue whose URL only the cloud knows, with a secret beside it. */
const queue =
  (name = "jobs"): EnvironmentFunction =>
  ({ parent }) => {
    const provider = new Provider("queues", { region: "eu-central-1" }, { parent });
    const made = new Queue("jobs", { name }, { parent, provider });
    return {
      applications: {
        web: {
          env: { QUEUE_ARN: made.arn },
          secrets: { TOKEN: pulumi.secret(pulumi.interpolate`${secret} ${made.arn}`) },
        },
      },
    };
  };

const flags =
  (beta: string): EnvironmentFunction =>
  ({ parent }) => {
    const map = new ConfigMap("flags", { metadata: { name: "flags" }, data: { beta } }, { parent });
    return { applications: { web: { env: { BETA: map.data.apply(({ beta = "" }) => beta) } } } };
  };

describe("a project's own resources on the real engine", () => {
  let branch: Branch;
  const before = process.env.KUBECONFIG;

  async function start(environment: EnvironmentFunction): Promise<void> {
    branch = await Branch.start("dev", web("shop/web:1"), {
      program: turnout({ branches, environment }),
      packages: { aws: { immutable: { "aws:sqs/queue:Queue": ["name"] } } },
    });
  }
  const declareFrom = (environment: EnvironmentFunction) => {
    branch.program = turnout({ branches, environment });
  };
  const pods = (color: string) => {
    const id = `smallcase-develop/web-${color}`;
    const found = branch.simulation.kubernetes.find("kubernetes:apps/v1:Deployment", id);
    const { template } = (found ?? assert.fail(id)).properties.spec as {
      template: { spec: { containers: { env: { name: string; value?: string }[] }[] } };
    };
    const [container = assert.fail()] = template.spec.containers;
    return Object.fromEntries(container.env.map(({ name, value }) => [name, value]));
  };
  const queues = () => branch.simulation.clouds.aws?.list().filter(({ type }) => type.includes("sqs")) ?? [];
  const arn = () => (queues().at(-1) ?? assert.fail("no queue")).properties.arn;

  beforeEach(() => {
    process.env.KUBECONFIG = "";
  });
  afterEach(async () => {
    await branch.close();
    if (before === undefined) delete process.env.KUBECONFIG;
    else process.env.KUBECONFIG = before;
  });

  it("give the pods in the first update what only that knows, keep secrets out of sight, and go with the environment", async () => {
    await start(queue());
    const preview = await branch.preview();
    assert.ok(preview.ok, preview.errors);
    assert.match(preview.output, /web: first release provisional-[0-9a-f]{10}, on blue\./);
    assert.match(preview.output, /web: QUEUE_ARN, TOKEN are known only in an update/);

    const first = await branch.up();
    assert.ok(first.ok, first.errors);
    const steps = stepsOf(first);
    assert.ok(steps.indexOf("create Namespace environment") < steps.indexOf("create Queue jobs"));
    assert.ok(steps.indexOf("create Queue jobs") < steps.indexOf("create Deployment web-blue"));
    assert.equal(pods("blue").QUEUE_ARN, arn());
    assert.match(branch.now().blue?.release ?? "", /^[0-9a-f]{10}$/);
    assert.match(JSON.stringify(branch.simulation.kubernetes.list()), new RegExp(secret));
    for (const text of [branch.simulation.engine.checkpoint(), preview.output, first.output])
      assert.doesNotMatch(text, new RegExp(secret));

    const again = await branch.up();
    assert.ok(again.ok, again.errors);
    assert.deepEqual(again.changes, []);

    const gone = await branch.simulation.engine.destroy();
    assert.ok(gone.ok, gone.errors);
    const left = stepsOf(gone);
    assert.ok(left.indexOf("delete Deployment web-blue") < left.indexOf("delete Queue jobs"));
    assert.deepEqual(queues(), []);
  });

  it("release a value that changes, whatever made it change, and go back to one that the other color has", async () => {
    await start(flags("on"));
    const first = await branch.up();
    assert.ok(first.ok, first.errors);
    const on = branch.now().blue?.release;
    declareFrom(flags("off"));
    const second = await branch.up();
    assert.ok(second.ok, second.errors);
    assert.deepEqual(branch.now().weights, { blue: 0, green: 100 });
    assert.equal(pods("green").BETA, "off");
    assert.equal(pods("blue").BETA, "on");

    declareFrom(flags("on"));
    const back = await branch.up();
    assert.ok(back.ok, back.errors);
    assert.equal(branch.now().blue?.release, on);
    assert.deepEqual(branch.now().weights, { blue: 100, green: 0 });
  });

  it("release what a replaced resource is named in the same update", async () => {
    await start(queue("one"));
    assert.ok((await branch.up()).ok);
    const old = arn();
    declareFrom(queue("two"));
    const preview = await branch.preview();
    assert.match(preview.output, /web: release provisional-[0-9a-f]{10} goes to green/);
    const second = await branch.up();
    assert.ok(second.ok, second.errors);
    assert.notEqual(arn(), old);
    assert.equal(pods("green").QUEUE_ARN, arn());
    const steps = stepsOf(second);
    assert.ok(steps.indexOf("update HTTPRoute web") < steps.indexOf("delete Queue jobs"), steps.join("\n"));
  });

  it("are finished by the next update where the engine is killed between them and the pods", async () => {
    await start(queue());
    const died = await branch.up(
      {},
      { parallel: 1, faults: [{ at: ({ name }) => name === "web-blue", when: "before", do: "kill" }] },
    );
    assert.ok(died.killed);
    assert.equal(queues().length, 1);
    await branch.simulation.engine.cancel();
    const next = await branch.up();
    assert.ok(next.ok, next.errors);
    assert.equal(queues().length, 1);
    assert.equal(pods("blue").QUEUE_ARN, arn());
  });

  it("are finished by the next update wherever the engine is killed while a value changes", async () => {
    await start(flags("on"));
    assert.ok((await branch.up()).ok);
    declareFrom(flags("off"));
    const bringBack = branch.simulation.save();
    const whole = await branch.up({}, { parallel: 1 });
    assert.ok(whole.ok, whole.errors);
    const after = branch.all();
    const served = after.web?.green?.release;
    for (const { step = 0, name, type } of whole.steps)
      for (const when of ["before", "after"] as const) {
        const here = `killed ${when} step ${step} of ${whole.steps.length}: ${type} ${name}`;
        bringBack();
        const died = await branch.up({}, { parallel: 1, faults: [{ at: step, when, do: "kill" }] });
        assert.ok(died.killed, here);
        await branch.simulation.engine.cancel();
        branch.simulation.kubernetes.startPods();
        let next = await branch.up();
        if (isStale(next.errors)) {
          const { stack } = branch.simulation.engine;
          await recover(
            stack,
            () => undefined,
            () => undefined,
          );
          next = await branch.up();
        }
        assert.ok(next.ok, `${here}: ${next.errors}`);
        assert.equal(branch.now().green?.release, served, here);
        assert.equal(branch.now().weights?.green, 100, here);
        assert.equal(pods("green").BETA, "off", here);
      }
  }).timeout(300_000);

  it("are refused where an update leaves out the resource of a value", async () => {
    await start(flags("on"));
    assert.ok((await branch.up()).ok);
    const served = branch.all();
    declareFrom(queue());
    const { stack } = branch.simulation.engine;
    const program = () => branch.program({ witness: branch.witness });
    const target = ["**OwnResources::environment"];
    await assert.rejects(
      stack.up({ program, target, color: "never" }),
      /error: The environment function's applications\.web\.(env\.QUEUE_ARN|secrets\.TOKEN) is not known in this update, which leaves out the resource that it comes from; run the update without --target\.\n/,
    );
    assert.deepEqual(branch.all(), served);
  });

  it("end the update in their own words where one can't be made, and leave what serves as it is", async () => {
    await start(flags("on"));
    assert.ok((await branch.up()).ok);
    const served = branch.all();
    declareFrom(queue());
    const failed = await branch.up(
      {},
      {
        faults: [{ at: ({ name }) => name === "jobs", when: "before", do: { fail: "no room for a queue" } }],
      },
    );
    assert.equal(failed.ok, false);
    assert.match(failed.errors, /no room for a queue/);
    assert.doesNotMatch(failed.errors, /\n\s+at /);
    assert.deepEqual(branch.all(), served);
    const next = await branch.up();
    assert.ok(next.ok, next.errors);
    assert.equal(pods("green").QUEUE_ARN, arn());
  });

  it("end the update before the pods where their function fails", async () => {
    await start(() => {
      throw new Error("no such luck");
    });
    const outcome = await branch.up();
    assert.equal(outcome.ok, false);
    assert.match(outcome.errors, /The project's environment function failed: no such luck/);
    assert.doesNotMatch(outcome.errors, /\n\s+at /);
    assert.deepEqual(
      branch.simulation.kubernetes.list().filter(({ type }) => type.endsWith(":Deployment")),
      [],
    );
  });
});
