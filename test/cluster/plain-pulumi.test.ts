import assert from "node:assert/strict";
import { existsSync, mkdirSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { pulumiBinary } from "../engine/pulumi-binary";
import { Checkout, type Ended } from "./checkout";
import { askUntil } from "./gateway";
import { namespaces } from "./kubernetes";
import { prepare } from "./project";

const namespace = "tested-plain";

/** Plain `pulumi up` runs the program in a process of its own, for which Pulumi needs its Node.js language host. */
describe("plain pulumi on a real cluster", () => {
  let checkout: Checkout;

  const pulumi = (...args: string[]): Promise<Ended> =>
    checkout.run("pulumi", [...args, "--non-interactive"], {
      PULUMI_BACKEND_URL: `file://${join(checkout.folder, "state")}`,
      PULUMI_CONFIG_PASSPHRASE: "test",
      PULUMI_SKIP_UPDATE_CHECK: "true",
    });
  const good = async (...args: string[]): Promise<string> => {
    const { code, output, errors } = await pulumi(...args);
    assert.equal(code, 0, output + errors);
    return output;
  };

  before(async function () {
    if (!(await hasLanguageHost())) {
      console.log("    SKIPPED: pulumi-language-nodejs is not on PATH");
      this.skip();
    }
    checkout = prepare(new Checkout());
    mkdirSync(join(checkout.folder, "state"));
    assert.equal((await checkout.turnout("up", "--stack", "platform", "--adopt", "--yes")).code, 0);
    await good("stack", "init", "pr-plain");
  });

  after(async () => {
    if (checkout === undefined) return;
    await pulumi("destroy", "--yes");
    checkout.remove();
  });

  it("brings a branch up without a stack file, changes nothing the second time, and leaves nothing behind", async () => {
    await good("up", "--yes", "--skip-preview");
    assert.equal((await askUntil(`${namespace}.localhost`, ({ status }) => status === 200)).status, 200);
    await good("preview", "--expect-no-changes");
    await good("destroy", "--yes");
    assert.ok(!(await namespaces()).includes(namespace));
  });

  it("waits for no pod that can't come up, records what there is, and goes on once that is mended", async () => {
    const want = (web: object) => {
      checkout.edit("Pulumi.pr-plain.yaml", (content) => {
        content.config = { ...content.config, "turnout:overrides": { web } };
      });
    };
    want({ command: ["no-such-program"], readyTimeoutSeconds: 600, failFastSeconds: 3 });
    const { code, output } = await pulumi("up", "--yes", "--skip-preview");
    assert.notEqual(code, 0);
    assert.match(
      output,
      /web-blue can't become Ready, so the update ends: Pod web-blue-\S+: StartError: .*no-such-program/,
    );
    want({});
    await good("up", "--yes", "--skip-preview");
    assert.equal((await askUntil(`${namespace}.localhost`, ({ status }) => status === 200)).status, 200);
    await good("destroy", "--yes");
  });

  it("names every wrong setting in a sentence, without a stack trace", async () => {
    await good("config", "set", "turnout:domain", "NOPE");
    const { code, output } = await pulumi("preview");
    assert.notEqual(code, 0);
    assert.match(
      output,
      /turnout:domain is "NOPE": must be a domain of lower-case labels; write it as example\.com\./,
    );
    assert.doesNotMatch(output, /\n\s+at /);
    await good("config", "rm", "turnout:domain");
  });
});

async function hasLanguageHost(): Promise<boolean> {
  const folders = [dirname(await pulumiBinary()), ...(process.env.PATH ?? "").split(delimiter)];
  return folders.some((folder) => existsSync(join(folder, "pulumi-language-nodejs")));
}
