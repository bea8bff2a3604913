import assert from "node:assert/strict";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stageContext } from "../../settings/build-context";
import { contentTag } from "../../settings/content-tag";

describe("stageContext", () => {
  let root: string;
  let context: string;
  let staged: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "turnout-context-"));
    [context, staged] = [join(root, "app"), join(root, "staged", "web")];
    mkdirSync(join(context, "deep"), { recursive: true });
    writeFileSync(join(context, "Dockerfile"), "FROM scratch\n");
    writeFileSync(join(context, "deep", "run.sh"), "#!/bin/sh\n");
    writeFileSync(join(context, "secret.pem"), "x");
    writeFileSync(join(context, ".dockerignore"), "*.pem\n");
    symlinkSync("deep/run.sh", join(context, "start"));
  });
  afterEach(() => rmSync(root, { recursive: true }));
  const mode = (path: string) => lstatSync(join(staged, path)).mode & 0o777;

  it("holds what the tag is the hash of, and nothing else", () => {
    stageContext(context, staged);
    assert.equal(contentTag(staged), contentTag(context));
    assert.equal(existsSync(join(staged, "secret.pem")), false);
    assert.equal(readFileSync(join(staged, "deep", "run.sh"), "utf8"), "#!/bin/sh\n");
    assert.ok(lstatSync(join(staged, "start")).isSymbolicLink());
  });

  it("has the permissions that git knows, whatever the machine's umask", () => {
    chmodSync(join(context, "Dockerfile"), 0o664);
    chmodSync(join(context, "deep", "run.sh"), 0o775);
    stageContext(context, staged);
    assert.deepEqual([mode("Dockerfile"), mode("deep/run.sh")], [0o644, 0o755]);
  });

  it("keeps nothing of what was there before", () => {
    stageContext(context, staged);
    rmSync(join(context, "start"));
    stageContext(context, staged);
    assert.equal(existsSync(join(staged, "start")), false);
  });
});
