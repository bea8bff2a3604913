import assert from "node:assert/strict";
import { getCallerIdentity } from "@pulumi/aws/getCallerIdentity";
import { getRegion } from "@pulumi/aws/getRegion";
import { Provider as AwsProvider } from "@pulumi/aws/provider";
import { Bucket } from "@pulumi/aws/s3/bucket";
import type { Outcome } from "./outcome";
import { SHOP, shop } from "./shop";
import { Simulation } from "./simulation";

describe("the engine against a simulated cluster", () => {
  let simulation: Simulation;
  beforeEach(async () => {
    simulation = await Simulation.start();
  });
  afterEach(() => simulation.close());

  const deployment = () => simulation.kubernetes.find(SHOP.deployment, "shop/web")?.properties;
  /** An update that the test only builds on: it must end well. */
  const given = async (program: ReturnType<typeof shop>) => {
    assert.equal((await simulation.engine.up(program)).errors, "");
  };
  const steps = (outcome: Outcome) =>
    outcome.steps.map(({ step, method, name, phase }) => `${step} ${method} ${name} ${phase}`);

  it("creates in the order of the dependencies and logs every call", async () => {
    const outcome = await simulation.engine.up(shop());
    assert.equal(outcome.errors, "");
    assert.deepEqual(steps(outcome), [
      "1 create space after",
      "2 create token after",
      "3 create web after",
      "4 create web after",
    ]);
    assert.deepEqual(
      outcome.steps.map(({ type, id }) => [type, id]),
      [SHOP.namespace, SHOP.secret, SHOP.deployment, SHOP.service].map((type) => [type, undefined]),
    );
    assert.deepEqual(await simulation.engine.outputs(), { ready: 2, service: "web" });
  });

  it("changes nothing when the program stays the same", async () => {
    await given(shop());
    const again = await simulation.engine.up(shop());
    assert.deepEqual([again.ok, again.changes, again.steps], [true, [], []]);
  });

  it("previews a creation without creating", async () => {
    const outcome = await simulation.engine.preview(shop());
    assert.equal(outcome.errors, "");
    assert.deepEqual(
      outcome.changes.map(({ op, name }) => `${op} ${name}`),
      ["create turnout-test", "create cluster", "create space", "create token", "create web", "create web"],
    );
    assert.deepEqual([outcome.steps, simulation.kubernetes.list().length], [[], 2]);
  });

  it("updates in place and names the changed property", async () => {
    await given(shop());
    const outcome = await simulation.engine.up(shop({ image: "shop:2", replicas: 3 }));
    assert.deepEqual(
      outcome.changes.map(({ op, name, paths }) => [op, name, paths]),
      [["update", "web", ["spec.replicas", "spec.template.spec.containers[0].image"]]],
    );
    assert.deepEqual(steps(outcome), ["1 update web after"]);
    const { generation } = deployment()?.metadata as { generation: number };
    assert.equal(generation, 2);
    assert.deepEqual(await simulation.engine.outputs(), { ready: 3, service: "web" });
  });

  it("replaces what cannot change in place, the old one first where both would have one name", async () => {
    await given(shop());
    const outcome = await simulation.engine.up(shop({ app: "store" }));
    assert.equal(outcome.errors, "");
    const { paths } =
      outcome.changes.find(({ op }) => op === "replace") ?? assert.fail("nothing was replaced");
    assert.deepEqual(paths, ["spec.selector.matchLabels.app", "spec.template.metadata.labels.app"]);
    const deployments = outcome.steps.filter(({ type }) => type === SHOP.deployment);
    assert.deepEqual(
      deployments.map(({ method }) => method),
      ["delete", "create"],
    );
  });

  it("keeps secrets out of the checkpoint, whatever the cluster adds to them", async () => {
    const outcome = await simulation.engine.up(shop());
    const sent = outcome.steps.find(({ type }) => type === SHOP.secret);
    assert.deepEqual([sent?.inputs.stringData, sent?.secrets], [{ token: "t0p-secret" }, [["stringData"]]]);
    assert.match(simulation.engine.checkpoint(), /ciphertext/);
    assert.doesNotMatch(simulation.engine.checkpoint(), /t0p-secret/);
  });

  it("sees drift in a refresh, and puts it right in the next update", async () => {
    await given(shop());
    simulation.kubernetes.change(SHOP.deployment, "shop/web", ({ spec }) =>
      Object.assign(spec as object, { replicas: 9 }),
    );
    simulation.kubernetes.remove(SHOP.service, "shop/web");
    const refreshed = await simulation.engine.refresh();
    assert.deepEqual([refreshed.errors, refreshed.steps], ["", []]);
    const outcome = await simulation.engine.up(shop());
    assert.deepEqual(steps(outcome), ["1 update web after", "2 create web after"]);
    assert.equal((deployment()?.spec as { replicas: number }).replicas, 2);
  });

  it("destroys everything it created and nothing else", async () => {
    simulation.kubernetes.put({
      type: SHOP.namespace,
      id: "neighbour",
      properties: { apiVersion: "v1", kind: "Namespace", metadata: { name: "neighbour" } },
    });
    await given(shop());
    const outcome = await simulation.engine.destroy();
    assert.equal(outcome.errors, "");
    assert.deepEqual(
      simulation.kubernetes.list().map(({ id }) => id),
      ["default", "kube-system", "neighbour"],
    );
  });

  it("refuses an object whose namespace does not exist yet", async () => {
    const late = {
      at: (call: { type: string }) => call.type === SHOP.namespace,
      when: "before",
      do: { delay: 500 },
    } as const;
    const outcome = await simulation.engine.up(shop({ forgetNamespace: true }), { faults: [late] });
    assert.equal(outcome.ok, false);
    assert.match(outcome.errors, /NotFound: namespaces "shop" not found/);
  });

  it("finds no plugin for a package that the simulation was not given", async () => {
    const outcome = await simulation.engine.up(buckets());
    assert.equal(outcome.ok, false);
    assert.match(outcome.errors, /no resource plugin 'pulumi-resource-aws'/);
  });
});

describe("the engine against a simulated AWS", () => {
  let simulation: Simulation;
  beforeEach(async () => {
    const functions = { "aws:index/getRegion:getRegion": () => ({ id: "eu-west-1", region: "eu-west-1" }) };
    simulation = await Simulation.start({
      packages: { aws: { immutable: { [BUCKET]: ["bucket"] }, functions } },
    });
  });
  afterEach(() => simulation.close());

  it("creates under ids of its own, updates, and replaces what was called immutable", async () => {
    await simulation.engine.up(buckets("one"));
    const tagged = await simulation.engine.up(buckets("one", { owner: "shop" }));
    assert.deepEqual(
      tagged.changes.map(({ op, paths }) => [op, paths]),
      [["update", ["tags"]]],
    );
    const renamed = await simulation.engine.up(buckets("two", { owner: "shop" }));
    assert.deepEqual(
      renamed.steps.map(({ method }) => method),
      ["create", "delete"],
    );
    const { aws } = simulation.clouds;
    assert.deepEqual(
      aws?.list().map(({ id, properties }) => [id, properties.bucket]),
      [["bucket-2", "two"]],
    );
  });

  it("answers the functions it was given and fails every other", async () => {
    const region = await simulation.engine.up(async () => ({ region: (await getRegion({}, aws())).region }));
    assert.equal(region.errors, "");
    assert.deepEqual(await simulation.engine.outputs(), { region: "eu-west-1" });
    const account = await simulation.engine.up(async () => ({
      id: (await getCallerIdentity({}, aws())).accountId,
    }));
    assert.match(
      account.errors,
      /has no function aws:index\/getCallerIdentity:getCallerIdentity; give it one/,
    );
  });
});

const BUCKET = "aws:s3/bucket:Bucket";
const aws = () => ({
  provider: new AwsProvider("aws", { region: "eu-west-1", skipCredentialsValidation: true }),
});

function buckets(name = "files", tags?: Record<string, string>) {
  // eslint-disable-next-line @typescript-eslint/require-await -- the Automation API takes only async programs
  return async () => void new Bucket("files", { bucket: name, ...(tags && { tags }) }, aws());
}
