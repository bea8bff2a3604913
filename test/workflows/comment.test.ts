import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { AUTHOR, MARKER } from "../../tools/comment-plan.mjs";
import { MAX_FILE, comment } from "../../tools/comment.mjs";
import { FakeGitHub } from "./fake-github";

const sha = "c".repeat(40);
const event = {
  workflow_run: {
    head_sha: sha,
    head_repository: { full_name: "someone/fork" },
    html_url: "https://example.test/runs/1",
  },
};

describe("tools/comment.mjs", () => {
  let github: FakeGitHub;
  let folder: string;
  let artifact: string;
  let env: NodeJS.ProcessEnv;

  beforeEach(async () => {
    github = new FakeGitHub({ number: 5, head: { sha, repo: { full_name: "someone/fork" } } });
    await github.start();
    folder = mkdtempSync(join(tmpdir(), "turnout-comment-"));
    artifact = join(folder, "artifact");
    mkdirSync(artifact);
    write("number.txt", "5\n");
    write("diff.md", "# First\n");
    writeFileSync(join(folder, "event.json"), JSON.stringify(event));
    env = {
      GITHUB_API_URL: github.url,
      GITHUB_REPOSITORY: "owner/app",
      GITHUB_EVENT_PATH: join(folder, "event.json"),
      GITHUB_TOKEN: "secret-token",
    };
  });
  afterEach(async () => {
    await github.stop();
    rmSync(folder, { recursive: true });
  });

  function write(name: string, text: string): void {
    writeFileSync(join(artifact, name), text);
  }
  const wrote = () => github.calls.filter((call) => !call.startsWith("GET"));

  it("writes one comment, says nothing twice, and updates it in place", async () => {
    assert.equal(await comment(artifact, env), "Pull request 5: comment written.");
    assert.equal(await comment(artifact, env), "Pull request 5: comment already says this.");
    write("diff.md", "# Second\n");
    assert.equal(await comment(artifact, env), "Pull request 5: comment updated.");
    assert.equal(github.comments.length, 1);
    assert.match(github.comments[0]?.body ?? "", /^<!-- turnout:diff -->\n[^]*# Second$/);
    assert.deepEqual(wrote(), [
      "POST /repos/owner/app/issues/5/comments",
      "PATCH /repos/owner/app/issues/comments/1000",
    ]);
  });

  it("finds its comment behind hundreds of others", async () => {
    const others = Array.from({ length: 200 }, (_, id) => ({
      id,
      user: { login: "someone" },
      body: "hello",
    }));
    github.comments = [...others, { id: 999, user: { login: AUTHOR }, body: `${MARKER}\nold` }];
    assert.equal(await comment(artifact, env), "Pull request 5: comment updated.");
    assert.equal(github.comments.length, 201);
  });

  it("writes nothing on a pull request that is not the run's own", async () => {
    github.pull.head.repo = { full_name: "victim/app" };
    assert.match(await comment(artifact, env), /comes from victim\/app, this run from someone\/fork/);
    assert.deepEqual(wrote(), []);
  });

  it("writes nothing on a pull request that has moved on", async () => {
    github.pull.head.sha = "d".repeat(40);
    assert.match(await comment(artifact, env), /the run of the newer commit writes it/);
    assert.deepEqual(wrote(), []);
  });

  it("asks GitHub nothing about a number that is none", async () => {
    write("number.txt", "5/../../../user");
    await assert.rejects(comment(artifact, env), {
      message:
        'number.txt of the artifact holds "5/../../../user": it must hold the pull request\'s number and nothing else.',
    });
    assert.deepEqual(github.calls, []);
  });

  it("reads no more than a megabyte", async () => {
    write("diff.md", "x".repeat(MAX_FILE + 1));
    await assert.rejects(comment(artifact, env), {
      message:
        "diff.md of the artifact has 1000001 bytes, more than the 1000000 that are read: make the diff smaller.",
    });
    write("diff.md", "x".repeat(MAX_FILE));
    assert.equal(await comment(artifact, env), "Pull request 5: comment written.");
  });

  it("follows no link to a file of the runner", async () => {
    rmSync(join(artifact, "diff.md"));
    symlinkSync(join(folder, "event.json"), join(artifact, "diff.md"));
    await assert.rejects(comment(artifact, env), {
      message: "diff.md of the artifact cannot be read: it must be a plain file.",
    });
  });

  it("says which file is missing, and that a folder is none", async () => {
    rmSync(join(artifact, "diff.md"));
    await assert.rejects(comment(artifact, env), {
      message: "diff.md of the artifact is missing: it must be a plain file.",
    });
    mkdirSync(join(artifact, "diff.md"));
    await assert.rejects(comment(artifact, env), {
      message: "diff.md of the artifact cannot be read: it must be a plain file.",
    });
  });

  it("says what GitHub refused", async () => {
    github.status = 403;
    await assert.rejects(comment(artifact, env), {
      message: "GitHub refused GET /pulls/5 with 403: check the job's permissions, then run it again.",
    });
  });

  it("says that GitHub did not answer", async () => {
    await github.stop();
    await assert.rejects(comment(artifact, env), {
      message: /^GitHub did not answer GET \/pulls\/5 \(.*\): run the workflow again\.$/,
    });
    await github.start();
  });

  it("runs as the workflow runs it: Node and two files of tools/, one sentence out", async () => {
    const script = join(__dirname, "../../tools/comment.mjs");
    const start = promisify(execFile);
    const { stdout } = await start(process.execPath, [script, artifact], { env });
    assert.equal(stdout, "Pull request 5: comment written.\n");
    write("number.txt", "none");
    await assert.rejects(
      start(process.execPath, [script, artifact], { env }),
      (error: { code: number; stderr: string }) => {
        assert.equal(error.code, 1);
        assert.match(error.stderr, /^number\.txt of the artifact holds "none\\?n?": [^\n]*\n$/);
        return true;
      },
    );
  });
});
