import assert from "node:assert/strict";
import { recordRollback } from "../../cli/record-rollback";
import { abort, settle } from "../../cli/release";
import { UserError } from "../../cli/terminal";
import type { Run } from "../../program/planned-application";
import { staleCheckpoint } from "../../release/guard";
import { retreatOf } from "../../release/guard";
import { Branch, stepsOf, web, type Changes } from "./branch";
import type { Outcome } from "./outcome";
import { operationOn, turnoutUp } from "./turnout-up";
import type { Properties } from "./wire-value";

const DEPLOYMENT = "kubernetes:apps/v1:Deployment";
const blue = "smallcase-develop/web-blue";
const ahead: Run = { headStart: true };

/** Green serves shop/web:2; blue has shop/web:1, warm in one of two environments. */
for (const [how, sizes] of Object.entries({
  "is cold": { replicas: 2 },
  "is warm": { replicas: 2, standbyReplicas: 2 },
}))
  describe(`a head start of a release, where the idle color ${how}`, () => {
    let branch: Branch;
    let bringBack: () => void;
    const kubeconfig = process.env.KUBECONFIG;
    const wanted = (tag: string, more: object = {}): Changes => web(`shop/web:${tag}`, { ...sizes, ...more });

    before(async () => {
      process.env.KUBECONFIG = "";
      branch = await Branch.start("dev", wanted("1"));
      for (const tag of ["1", "2", "2"]) await well(wanted(tag));
      bringBack = branch.simulation.save();
    });
    beforeEach(() => {
      bringBack();
      branch.witness.started.length = 0;
      branch.witness.beforeStart = () => undefined;
    });
    after(async () => {
      await branch.close();
      if (kubeconfig === undefined) delete process.env.KUBECONFIG;
      else process.env.KUBECONFIG = kubeconfig;
    });

    async function well(changes: Changes, run?: Run): Promise<Outcome> {
      await branch.configure(changes);
      const outcome = await branch.up(run);
      assert.ok(outcome.ok, outcome.errors);
      return outcome;
    }

    const metadata = () =>
      branch.simulation.kubernetes.find(DEPLOYMENT, blue)?.properties.metadata as Properties & {
        annotations: Properties;
      };

    it("is written before the engine's first step, as the engine then declares it, and ends as without one", async () => {
      const generation = Number(metadata().generation);
      let first: Properties | undefined;
      const without = await well(wanted("3"));
      assert.deepEqual(branch.witness.started, []);
      const end = [branch.now(), metadata().annotations, metadata().generation];

      bringBack();
      branch.witness.afterStart = () => {
        first = structuredClone(branch.simulation.kubernetes.find(DEPLOYMENT, blue)?.properties);
        assert.deepEqual(branch.now().weights, { blue: 0, green: 100 });
        assert.equal(branch.now().preview, "green");
        return Promise.resolve();
      };
      const outcome = await well(wanted("3"), ahead);
      branch.witness.afterStart = () => Promise.resolve();
      assert.deepEqual(branch.witness.started, ["web-blue candidate"]);
      assert.deepEqual(stepsOf(outcome), stepsOf(without));
      assert.deepEqual([branch.now(), metadata().annotations, metadata().generation], end);
      const declared = branch.simulation.kubernetes.find(DEPLOYMENT, blue)?.properties;
      assert.deepEqual(first?.spec, declared?.spec);
      assert.equal(metadata().generation, generation + 1, "the engine changed the pods once more");
      const { release } = branch.now().blue ?? {};
      assert.ok(
        outcome.output.includes(`web: the pods of release ${release ?? ""} are starting.`),
        outcome.output,
      );
    });

    const refused: Readonly<Record<string, () => Promise<unknown>>> = {
      "plain `pulumi up`": () => well(wanted("3")),
      "the setting": () => well({ ...wanted("3"), headStart: false }, ahead),
      "a Secret that the pods read and the cluster hasn't": () =>
        well(wanted("3", { secrets: { TOKEN: "new" } }), ahead),
      "a quota that grows first": () => well(wanted("3", { replicas: 3 }), ahead),
      "settings that are active": () => well(wanted("2"), ahead),
      "a request for what the idle color has": () => well(wanted("1"), ahead),
      "another request": () => well(wanted("3"), { ...ahead, intent: () => ({ verb: "settle" }) }),
      "a namespace that is taken over": () => well(wanted("3"), { ...ahead, adopt: true }),
      "a preview": async () => {
        await branch.configure(wanted("3"));
        await branch.preview(ahead);
      },
      "what somebody changed by hand": () => {
        branch.simulation.kubernetes.change(DEPLOYMENT, "smallcase-develop/web-green", ({ metadata }) => {
          (metadata as { labels: Properties }).labels["app.kubernetes.io/name"] = "hand";
        });
        return well(wanted("3"), ahead);
      },
    };
    for (const [what, update] of Object.entries(refused))
      it(`isn't given to ${what}`, async () => {
        await update();
        assert.deepEqual(branch.witness.started, []);
      });

    it("is left to the engine where somebody changes the Deployment in between", async () => {
      branch.witness.beforeStart = () => {
        branch.simulation.kubernetes.change(DEPLOYMENT, blue, ({ metadata }) => {
          (metadata as Properties).resourceVersion = "other";
        });
      };
      await well(wanted("3"), ahead);
      assert.deepEqual(branch.witness.started, []);
      assert.deepEqual(branch.now().weights, { blue: 100, green: 0 });
    });

    describe("after which the engine is killed before it records anything", () => {
      let served: ReturnType<Branch["now"]>;
      let died: ReturnType<Branch["now"]>;

      beforeEach(async () => {
        served = branch.now();
        await branch.configure(wanted("3"));
        const { killed, output } = await branch.up(ahead, {
          parallel: 1,
          faults: [{ at: 1, when: "before", do: "kill" }],
        });
        assert.ok(killed, output);
        assert.deepEqual(branch.witness.started, ["web-blue candidate"]);
        await branch.simulation.engine.cancel();
        branch.simulation.engine.expect([]);
        died = branch.now();
        assert.deepEqual(
          [died.weights, died.green, died.preview],
          [served.weights, served.green, served.preview],
        );
        assert.notEqual(died.blue?.release, served.blue?.release);
      });

      const differs =
        /^The cluster is not as it was last recorded: Deployment web-blue differs in spec\..*\. Reading it back\.$/;

      for (const [tag, what] of [
        ["3", "the same"],
        ["4", "another"],
        ["1", "what the idle color had before"],
      ] as const)
        it(`is gone on from by the next \`turnout up\`, which wants ${what}`, async () => {
          await branch.configure(wanted(tag));
          const lines = await turnoutUp(branch, ahead);
          assert.match(lines.join("\n"), differs);
          const { weights, blue, green } = branch.now();
          assert.deepEqual(weights, { blue: 100, green: 0 });
          assert.ok(blue?.ready);
          assert.equal(blue.release === served.blue?.release, tag === "1");
          assert.equal(blue.release === died.blue?.release, tag === "3");
          assert.deepEqual(green, served.green);
        });

      it("leaves what serves alone where the next `turnout up` wants that", async () => {
        await branch.configure(wanted("2"));
        await turnoutUp(branch, ahead);
        await turnoutUp(branch, ahead);
        const { weights, green, blue } = branch.now();
        assert.deepEqual([weights, green], [served.weights, served.green]);
        assert.equal(blue?.replicas, served.blue?.replicas);
      });

      it("is never rolled back to", async () => {
        assert.equal(retreatOf(died, died), undefined);
        for (const asked of [undefined, "web"])
          await assert.rejects(
            recordRollback(operationOn(branch), asked, {}),
            new UserError("Stack dev has no release to go back to; nothing was changed."),
          );
        assert.deepEqual(branch.now(), died);
      });

      it("is ended by `abort`, and not released again by itself", async () => {
        await abort(operationOn(branch));
        const { weights, green, rejected } = branch.now();
        assert.deepEqual([weights, green, rejected], [served.weights, served.green, died.blue?.release]);
        await well(wanted("3"), ahead);
        assert.deepEqual(branch.now().weights, served.weights);
      });

      it("keeps `settle` from it until it is ended", async () => {
        await assert.rejects(
          settle(operationOn(branch)),
          new UserError(
            "A release of web is not promoted yet; nothing was changed. `npx turnout promote --stack dev` or `npx turnout abort --stack dev` ends it.",
          ),
        );
        assert.deepEqual(branch.now(), died);
      });

      it("is destroyed with all else", async () => {
        const { ok, errors } = await branch.simulation.engine.destroy();
        assert.ok(ok, errors);
        assert.equal(branch.simulation.kubernetes.find(DEPLOYMENT, blue), undefined);
      });

      for (const tag of ["1", "2", "3", "4"])
        it(`gives no traffic to it by plain \`pulumi up\` of ${tag}, unless that is its release`, async () => {
          await branch.configure(wanted(tag));
          const { ok, errors } = await branch.up();
          const { weights, blue, green } = branch.now();
          assert.deepEqual(green, served.green);
          if (!ok) assert.ok(errors.includes(staleCheckpoint), errors);
          if (!ok || tag === "2") assert.deepEqual(weights, served.weights);
          else {
            assert.deepEqual(weights, { blue: 100, green: 0 });
            assert.ok(blue?.ready);
            assert.equal(blue.release === died.blue?.release, tag === "3");
            assert.equal(blue.release === served.blue?.release, tag === "1");
          }
        });
    });
  });
