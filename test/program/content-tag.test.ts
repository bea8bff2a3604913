import assert from "node:assert/strict";
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { contentTag, imageOf, stageContext } from "../../program/content-tag";

describe("contentTag", () => {
  let home: string;
  let folder: string;
  const write = (path: string, text: string) => {
    writeFileSync(join(folder, path), text);
  };
  const tag = () => contentTag(folder);

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "turnout-test-"));
    folder = join(home, "app");
    mkdirSync(join(folder, "src"), { recursive: true });
    write("Dockerfile", "FROM scratch\n");
    write("src/main.py", "print(1)\n");
    chmodSync(join(folder, "src/main.py"), 0o644);
  });
  afterEach(() => {
    rmSync(home, { recursive: true });
  });

  /** Whether a change changes the tag. */
  const changes = (change: () => void): boolean => {
    const before = tag();
    change();
    return tag() !== before;
  };

  it("is 16 hexadecimal digits, which every registry takes for a tag", () => {
    assert.match(tag(), /^[0-9a-f]{16}$/);
  });

  it("is the same for a copy elsewhere, whatever its times and its group's rights", () => {
    const copy = join(home, "copy");
    cpSync(folder, copy, { recursive: true });
    utimesSync(join(copy, "Dockerfile"), 0, 0);
    chmodSync(join(copy, "Dockerfile"), 0o664);
    assert.equal(contentTag(copy), tag());
  });

  it("changes with a file's content", () => {
    assert.ok(
      changes(() => {
        write("src/main.py", "print(2)\n");
      }),
    );
  });

  it("changes with a file's name, also where the content is the same", () => {
    assert.ok(
      changes(() => {
        unlinkSync(join(folder, "src/main.py"));
        write("src/wsgi.py", "print(1)\n");
      }),
    );
  });

  it("changes with the executable bit", () => {
    assert.ok(
      changes(() => {
        chmodSync(join(folder, "src/main.py"), 0o755);
      }),
    );
  });

  it("changes with where a symbolic link leads, and tells a link from a file of that text", () => {
    symlinkSync("main.py", join(folder, "src/link"));
    const link = tag();
    unlinkSync(join(folder, "src/link"));
    symlinkSync("other.py", join(folder, "src/link"));
    const other = tag();
    unlinkSync(join(folder, "src/link"));
    write("src/link", "main.py");
    assert.equal(new Set([link, other, tag()]).size, 3);
  });

  it("changes when text moves from one file to the next", () => {
    write("a", "xy");
    write("b", "");
    assert.ok(
      changes(() => {
        write("a", "x");
        write("b", "y");
      }),
    );
  });

  it("leaves out what .dockerignore leaves out, and takes back what it takes back", () => {
    write(".dockerignore", "*.log\ntests/\n!keep.log\n");
    assert.ok(
      !changes(() => {
        write("debug.log", "x");
      }),
    );
    mkdirSync(join(folder, "tests"));
    assert.ok(
      !changes(() => {
        write("tests/test_app.py", "x");
      }),
    );
    assert.ok(
      changes(() => {
        write("keep.log", "x");
      }),
    );
  });

  it("counts the .dockerignore itself, which is sent too", () => {
    assert.ok(
      changes(() => {
        write(".dockerignore", "*.log\n");
      }),
    );
  });

  it("says which folder it can't read", () => {
    assert.throws(() => contentTag(join(folder, "nowhere")), /ENOENT.*nowhere/);
  });

  it("tags an image that is built here and leaves every other as it is written", () => {
    assert.equal(imageOf({ image: "registry/web", build: "app" }, folder), `registry/web:${tag()}`);
    assert.equal(imageOf({ image: "registry/web:1" }, join(folder, "nowhere")), "registry/web:1");
  });
});

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
