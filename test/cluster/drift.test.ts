import assert from "node:assert/strict";
import { BranchEnvironment } from "./branch-environment";
import { ask, askUntil } from "./gateway";
import { namespaces, objects } from "./kubernetes";
import { underLoad } from "./under-load";
import { until } from "../until";

/** Green serves, and blue has the release before at no pods. */
describe("objects that somebody deleted or changed on a real cluster", () => {
  let environment: BranchEnvironment;
  let version = 1;

  before(async () => {
    environment = new BranchEnvironment("feature/drift");
    environment.wantEach("1", { web: { replicas: 2, secrets: { TOKEN: "1" } } });
    await environment.make();
    next();
    await environment.turnout("up");
    await environment.turnout("settle");
    await askUntil(environment.host, ({ status }) => status === 200);
  });

  after(() => environment.remove());

  const next = () => {
    environment.wantEach(String(++version), { web: { replicas: 2, secrets: { TOKEN: String(version) } } });
  };
  const named = (apiVersion: string, kind: string, name: string) => ({
    apiVersion,
    kind,
    metadata: { name, ...(kind !== "Namespace" && { namespace: environment.namespace }) },
  });
  const remove = async (apiVersion: string, kind: string, name: string) => {
    await (await objects()).delete(named(apiVersion, kind, name));
  };
  const patch = async (apiVersion: string, kind: string, name: string, change: object) => {
    await (await objects()).patch({ ...named(apiVersion, kind, name), ...change });
  };
  const exists = async (apiVersion: string, kind: string, name: string) =>
    (await objects()).read(named(apiVersion, kind, name)).then(
      () => true,
      () => false,
    );
  const told = (what: string) =>
    new RegExp(
      `^The cluster is not as it was last recorded: (?:.*)${what}(?:.*)\\. Reading it back\\.$`,
      "m",
    );
  const colors = async () => {
    const { weights } = await environment.status();
    return weights?.green === 100 ? { active: "green", idle: "blue" } : { active: "blue", idle: "green" };
  };
  const secretOf = async (color: string) => {
    const { items } = await (await objects()).list("v1", "Secret", environment.namespace);
    const deployment = JSON.stringify(
      await (await objects()).read(named("apps/v1", "Deployment", `web-${color}`)),
    );
    return (
      items.map(({ metadata }) => metadata?.name ?? "").find((name) => deployment.includes(`"${name}"`)) ?? ""
    );
  };

  /** Kinds that no request passes while their color is idle, or at all. */
  const harmless = [
    ["apps/v1", "Deployment", ({ idle }: { idle: string }) => `web-${idle}`],
    ["v1", "Service", ({ idle }: { idle: string }) => `web-${idle}`],
    ["policy/v1", "PodDisruptionBudget", ({ active }: { active: string }) => `web-${active}`],
    ["v1", "ResourceQuota", () => "environment"],
    ["gateway.networking.k8s.io/v1", "HTTPRoute", () => "web--preview"],
  ] as const;

  it("are made again by an update, which says so and loses no request", async () => {
    const serving = (await ask(environment.host)).release;
    const now = await colors();
    for (const [apiVersion, kind, nameOf] of harmless) {
      const name = nameOf(now);
      const { releases } = await underLoad(`${kind} deleted, up`, [environment.host], async () => {
        await remove(apiVersion, kind, name);
        assert.match(await environment.turnout("up"), told(`${kind} ${name} is gone`));
      });
      assert.deepEqual(Object.keys(releases), [serving]);
      assert.ok(await exists(apiVersion, kind, name), kind);
    }
  });

  it("are made again by a release, which then moves the traffic", async () => {
    const old = (await ask(environment.host)).release;
    const { idle } = await colors();
    next();
    const { releases } = await underLoad("idle Deployment deleted, release", [environment.host], async () => {
      await remove("apps/v1", "Deployment", `web-${idle}`);
      assert.match(await environment.turnout("release"), told(`Deployment web-${idle} is gone`));
    });
    assert.deepEqual(Object.keys(releases), [old, (await ask(environment.host)).release]);
  });

  it("have the Secret again that pods read, also of a release that the settings don't have any more", async () => {
    const { active } = await colors();
    const secret = await secretOf(active);
    next(); // the settings' secrets are others by now
    await underLoad("Secret of what serves deleted, up", [environment.host], async () => {
      await remove("v1", "Secret", secret);
      const output = await environment.turnout("up");
      assert.match(output, told(`Secret ${secret} is gone`));
      assert.ok(output.includes(`Secret ${secret} is made again from what was last recorded: pods read it.`));
    });
    assert.ok(await exists("v1", "Secret", secret));
    await environment.turnout("settle");
  });

  it("get back pods that were changed by way of the other color", async () => {
    const { active, idle } = await colors();
    const old = (await ask(environment.host)).release;
    const container = { name: "web", env: [{ name: "BY_HAND", value: "1" }] };
    await underLoad("pods that serve changed, up", [environment.host], async () => {
      await patch("apps/v1", "Deployment", `web-${active}`, {
        spec: { template: { spec: { containers: [container] } } },
      });
      assert.match(
        await environment.turnout("up"),
        told(`Deployment web-${active} differs in spec\\.template`),
      );
    });
    const { weights } = await environment.status();
    assert.equal(weights?.[idle as "blue"], 100);
    assert.equal((await ask(environment.host)).release, old);
    await environment.turnout("settle");
  });

  it("are all made again where the namespace is gone, and status says so before", async () => {
    await remove("v1", "Namespace", environment.namespace);
    await until(async () => !(await namespaces()).includes(environment.namespace), 60);
    const status = await environment.turnout("status");
    assert.match(
      status,
      new RegExp(
        `^The cluster is not as it was last recorded: Namespace ${environment.namespace} is gone with all that was in it\\. The next \`up\` makes it again\\.$`,
        "m",
      ),
    );
    assert.doesNotMatch(status, /100 %|Ready/);
    assert.match(
      await environment.turnout("release"),
      told(`Namespace ${environment.namespace} is gone with all that was in it`),
    );
    assert.equal((await askUntil(environment.host, ({ status }) => status === 200)).status, 200);
  });
});
