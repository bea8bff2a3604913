import { LocalWorkspace } from "@pulumi/pulumi/automation";
import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { checkpointFile, hasLocks } from "../../internals/file-backend";

/** Fails when an upgrade of the Pulumi CLI keeps a stack's files elsewhere. */
describe("Pulumi's backend of files", () => {
  it("keeps a stack's checkpoint and locks where they are looked for", async function () {
    this.timeout(60_000);
    const folder = mkdtempSync(join(tmpdir(), "turnout-backend-"));
    const state = join(folder, "state");
    mkdirSync(state);
    const seen: boolean[] = [];
    const program = () => {
      seen.push(hasLocks(state, "shop", "dev"));
      return Promise.resolve({});
    };
    try {
      const stack = await LocalWorkspace.createStack(
        { stackName: "dev", projectName: "shop", program },
        {
          workDir: folder,
          envVars: { PULUMI_BACKEND_URL: pathToFileURL(state).href, PULUMI_CONFIG_PASSPHRASE: "x" },
        },
      );
      await stack.up();
      assert.ok(existsSync(checkpointFile(state, "shop", "dev")));
      assert.deepEqual([...seen, hasLocks(state, "shop", "dev")], [true, false]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
