import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { contentTag, contextOf, imageOf, stageContext } from "../../program/content-tag";

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

  it("counts the Dockerfile, whatever is ignored", () => {
    for (const ignored of ["Dockerfile\n", "*\n", "Docker*\n!src\n"]) {
      write(".dockerignore", ignored);
      assert.ok(changes(() => write("Dockerfile", `FROM scratch\n# ${ignored}`)));
    }
  });

  it("counts the content of a Dockerfile that is a link, as BuildKit follows it", () => {
    unlinkSync(join(folder, "Dockerfile"));
    write("Dockerfile.prod", "FROM scratch\n");
    symlinkSync("Dockerfile.prod", join(folder, "Dockerfile"));
    write(".dockerignore", "Dockerfile.prod\n");
    assert.ok(changes(() => write("Dockerfile.prod", "FROM debian\n")));
  });

  it("goes by Dockerfile.dockerignore where there is one, and by nothing of .dockerignore then", () => {
    write(".dockerignore", "src\n");
    write("Dockerfile.dockerignore", "*.md\n");
    assert.ok(changes(() => write("src/main.py", "print(3)\n")));
    assert.ok(!changes(() => write("README.md", "x")));
  });

  it("leaves out pipes, sockets, and what is no file, link or folder", async () => {
    const before = tag();
    execFileSync("mkfifo", [join(folder, "src", "pipe")]);
    const server = createServer().listen(join(folder, "s"));
    await once(server, "listening");
    assert.equal(tag(), before);
    server.close();
    mkdirSync(join(folder, "empty"));
    assert.equal(tag(), before, "git knows no empty folder");
  });

  it("refuses a name that BuildKit can't send, unless it is ignored", function () {
    if (process.platform !== "linux") this.skip();
    writeFileSync(Buffer.from(join(folder, "src", "caf\xe9.py"), "latin1"), "x");
    assert.throws(tag, {
      message: `The build context ${folder} has a file whose name is not UTF-8, src/caf\u{fffd}.py; rename it.`,
    });
    write(".dockerignore", "src/caf*\n");
    assert.match(tag(), /^[0-9a-f]{16}$/);
    mkdirSync(Buffer.from(join(folder, "th\xe9"), "latin1"));
    writeFileSync(Buffer.from(join(folder, "th\xe9", "x"), "latin1"), "x");
    assert.throws(tag, {
      message: `The build context ${folder} has a file whose name is not UTF-8, th\u{fffd}; rename it.`,
    });
    write(".dockerignore", "src/caf*\nth*\n");
    assert.match(tag(), /^[0-9a-f]{16}$/);
  });

  it("takes for an ignore file only what is a file, as BuildKit does", () => {
    execFileSync("mkfifo", [join(folder, "Dockerfile.dockerignore")]);
    write(".dockerignore", "*.md\n");
    assert.ok(!changes(() => write("README.md", "x")));
    unlinkSync(join(folder, ".dockerignore"));
    mkdirSync(join(folder, ".dockerignore"));
    assert.ok(changes(() => write("README.md", "y")));
  });

  it("counts every byte of a large file and of a link's target", function () {
    if (process.platform !== "linux") this.skip();
    const large = 3 << 20;
    write("large", "");
    truncateSync(join(folder, "large"), large);
    assert.ok(changes(() => appendFileSync(join(folder, "large"), "x")));
    const link = (target: string) => {
      rmSync(join(folder, "link"), { force: true });
      symlinkSync(Buffer.from(target, "latin1"), join(folder, "link"));
    };
    link("caf\xe8");
    assert.ok(changes(() => link("caf\xe9")));
  });

  it("tags an image that is built here and leaves every other as it is written", () => {
    assert.equal(
      imageOf({ name: "web", image: "registry/web", build: "app" }, home),
      `registry/web:${tag()}`,
    );
    assert.equal(
      imageOf({ name: "api", image: "registry/web", build: "app" }, home, "localhost:5000/shop"),
      `localhost:5000/shop/api:${tag()}`,
    );
    assert.equal(
      imageOf({ name: "web", image: "registry/web:1" }, join(folder, "nowhere"), "localhost:5000"),
      "registry/web:1",
    );
  });
});

describe("contextOf", () => {
  let home: string;
  let project: string;
  beforeEach(() => {
    home = realpathSync(mkdtempSync(join(tmpdir(), "turnout-monorepo-")));
    project = join(home, "repository", "infra");
    for (const path of [
      ".git/objects",
      "web",
      "infra/app/.keep",
      "infra/.turnout/state",
      "infra/node_modules/x",
    ])
      mkdirSync(join(home, "repository", path), { recursive: true });
    mkdirSync(join(home, "outside"));
  });
  afterEach(() => rmSync(home, { recursive: true }));
  const of = (build: string) => contextOf(project, { name: "web", image: "registry/web", build });
  const link = (to: string) => {
    symlinkSync(to, join(project, "link"));
    return of("link");
  };
  const refusal = (build: string, rule: string, fix = "put the application into a folder of its own") => ({
    message: `turnout:applications: build of web is "${build}": must ${rule}; ${fix}.`,
  });

  it("is a folder of the project, or another of the same repository, also by a link", () => {
    assert.equal(of("app"), join(project, "app"));
    assert.equal(of("../web"), join(home, "repository", "web"));
    assert.equal(link("../web"), join(home, "repository", "web"));
  });

  it("refuses a folder that isn't there, or is a file", () => {
    writeFileSync(join(project, "file"), "");
    for (const build of ["nowhere", "file", "app/nowhere"])
      assert.throws(
        () => of(build),
        refusal(build, "be a folder that is there", "correct it, or make the folder"),
      );
  });

  it("refuses whatever lies outside of the repository", () => {
    const rule = "not lead out of the repository";
    assert.throws(() => of("../../outside"), refusal("../../outside", rule));
    assert.throws(() => link(join(home, "outside")), refusal("link", rule));
    rmSync(join(home, "repository", ".git"), { recursive: true });
    assert.throws(() => of("../web"), refusal("../web", rule), "without git there is only the project");
  });

  it("refuses the project, and what it lies in", () => {
    const rule = "not be the whole project, which holds .git and .turnout with its passphrase";
    for (const build of [".", "app/..", "..", "../..", "../infra"])
      assert.throws(() => of(build), refusal(build, rule));
    assert.throws(() => link("."), refusal("link", rule));
  });

  it("refuses git's, Turnout's and npm's folders by their real path", () => {
    const rule = "not be in .git, .turnout or node_modules";
    for (const build of ["../.git/objects", ".turnout", ".turnout/state", "node_modules/x"])
      assert.throws(() => of(build), refusal(build, rule));
    assert.throws(() => link(".turnout/state"), refusal("link", rule));
  });

  it("refuses a folder with another checkout's state or history in it", () => {
    for (const folder of [".turnout", ".git"]) {
      mkdirSync(join(home, "repository", "web", folder));
      assert.throws(
        () => of("../web"),
        refusal("../web", `not hold ${folder}, as the folder it leads to does`),
      );
      rmSync(join(home, "repository", "web", folder), { recursive: true });
    }
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

  it("leaves an ignored Dockerfile out of the image as before: the file that ignores it goes along", () => {
    writeFileSync(join(context, ".dockerignore"), "*.pem\nDockerfile\n.dockerignore\n");
    stageContext(context, staged);
    assert.equal(contentTag(staged), contentTag(context));
    assert.equal(readFileSync(join(staged, ".dockerignore"), "utf8"), "*.pem\nDockerfile\n.dockerignore\n");
    assert.ok(existsSync(join(staged, "Dockerfile")));
  });

  it("holds the Dockerfile itself where the context has a link to one that is ignored", () => {
    rmSync(join(context, "Dockerfile"));
    writeFileSync(join(context, "prod.pem"), "FROM debian\n");
    symlinkSync("prod.pem", join(context, "Dockerfile"));
    stageContext(context, staged);
    assert.equal(readFileSync(join(staged, "Dockerfile"), "utf8"), "FROM debian\n");
    assert.equal(lstatSync(join(staged, "Dockerfile")).isFile(), true);
  });

  it("keeps nothing of what was there before", () => {
    stageContext(context, staged);
    rmSync(join(context, "start"));
    stageContext(context, staged);
    assert.equal(existsSync(join(staged, "start")), false);
  });
});
