import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Status } from "../../cli/status";
import { Checkout, type Ended } from "./checkout";
import { ask, askUntil } from "./gateway";
import { contents, namespaces } from "./kubernetes";
import { namesIn, prepare } from "./project";

const feature = (branch: string) => ["--branch", branch, "--yes"];
const dev = ["--stack", "dev", "--yes"];
const good = ({ code, output, errors }: Ended): string => {
  assert.equal(code, 0, output + errors);
  return output;
};

describe("environments on a real cluster", () => {
  let checkout: Checkout;

  async function releaseOf(...stack: string[]): Promise<string | undefined> {
    const { applications } = JSON.parse(good(await checkout.turnout("status", ...stack, "--json"))) as Status;
    const web = applications.web;
    return (web?.weights?.green ?? 0) > 0 ? web?.green?.release : web?.blue?.release;
  }

  before(async () => {
    checkout = prepare(new Checkout());
    good(await checkout.turnout("up", "--stack", "platform", "--adopt", "--yes"));
  });

  after(async () => {
    for (const stack of [dev, feature("feature/a"), feature("feature-a")])
      await checkout.turnout("destroy", ...stack);
    checkout.remove();
  });

  it("answers through the gateway with the release that is up", async () => {
    const output = good(await checkout.turnout("up", ...dev));
    assert.match(output, /web answers at http:\/\/tested-develop\.localhost/);
    const answer = await askUntil("tested-develop.localhost", ({ status }) => status === 200);
    assert.equal(answer.status, 200);
    assert.equal(answer.release, await releaseOf(...dev));
  });

  it("changes nothing when it is brought up again", async () => {
    const before = await contents("tested-develop");
    assert.match(good(await checkout.turnout("preview", ...dev)), /Stack dev: nothing would change\./);
    good(await checkout.turnout("up", ...dev));
    assert.deepEqual(await contents("tested-develop"), before);
  });

  it("keeps two branches apart whose names look alike", async () => {
    const [a, b] = [namesIn("feature/a"), namesIn("feature-a")];
    good(await checkout.turnout("up", ...feature("feature/a")));
    const before = await contents(a.namespace);
    good(await checkout.turnout("up", ...feature("feature-a")));
    assert.deepEqual(await contents(a.namespace), before);
    for (const { host } of [a, b])
      assert.equal((await askUntil(host, ({ status }) => status === 200)).status, 200);

    const output = good(await checkout.turnout("destroy", ...feature("feature/a")));
    assert.match(output, new RegExp(`Nothing is left: namespace ${a.namespace} is gone\\.`));
    assert.equal((await askUntil(a.host, ({ status }) => status === 404)).status, 404);
    assert.equal((await ask(b.host)).status, 200);
  });

  it("lets one of two updates at once through, and tells the other who holds the stack", async () => {
    setLogLevel("warning");
    const both = await Promise.all([checkout.turnout("up", ...dev), checkout.turnout("up", ...dev)]);
    const lost = both.filter(({ code }) => code !== 0);
    assert.equal(lost.length, 1, both.map(({ errors }) => errors).join("\n"));
    assert.match(lost[0]?.errors ?? "", /Stack dev is being updated by \S+@\S+ \(pid \d+\)/);
    good(await checkout.turnout("up", ...dev));
  });

  it("refuses another cluster than the one the stack was made in", async () => {
    const elsewhere = join(checkout.folder, "elsewhere");
    const text = readFileSync(process.env.KUBECONFIG ?? "", "utf8");
    writeFileSync(
      elsewhere,
      text.replace(/server: .*127\.0\.0\.1/, (server) => server.replace("127.0.0.1", "localhost")),
    );
    const { code, errors } = await checkout.run("node", ["bin/turnout.js", "up", ...dev], {
      KUBECONFIG: elsewhere,
    });
    assert.equal(code, 1);
    assert.match(errors, /^Wrong cluster: this stack belongs to cluster [0-9a-f]{16}, but/);
  });

  it("leaves nothing of an environment that is destroyed", async () => {
    const output = good(await checkout.turnout("destroy", ...dev));
    assert.match(output, /Nothing is left: namespace tested-develop is gone\./);
    assert.deepEqual(await contents("tested-develop"), []);
    assert.ok(!(await namespaces()).includes("tested-develop"));
  });

  function setLogLevel(level: string): void {
    checkout.edit("Pulumi.dev.yaml", ({ config }) => {
      config["turnout:overrides"] = { web: { env: { LOG_LEVEL: level } } };
    });
  }
});
