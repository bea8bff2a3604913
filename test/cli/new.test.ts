import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { version } from "../../package.json";
import { Scratch } from "./scratch";

describe("turnout new", () => {
  let scratch: Scratch;
  beforeEach(() => (scratch = new Scratch()));
  afterEach(() => {
    scratch.remove();
  });
  const dockerfile = "FROM x\nEXPOSE 5000\nHEALTHCHECK CMD curl http://localhost:5000/health\n";
  const refuses = (message: string | RegExp, ...args: Parameters<Scratch["make"]>) =>
    assert.rejects(scratch.make(...args), { message });

  it("makes a project around the example, and says what it did and what it waits for", async () => {
    assert.equal(
      await scratch.make(),
      `app/ is the example.
Made: Pulumi.dev.yaml, Pulumi.platform.yaml, Pulumi.prod.yaml, Pulumi.staging.yaml, README.md, branches.ts, .gitattributes, .gitignore, index.ts, Pulumi.yaml, tsconfig.json, test/program.test.ts.
$ npm pack --silent --pack-destination ${join(scratch.here, "shop/.turnout/new")} … (Turnout's package, half a minute)
package.json is made.
$ npm install --no-audit --no-fund … (Turnout and its packages, about a minute)
$ npm test … (the project's tests, some seconds)
A git repository is begun.
It is committed.
Branch staging is made.
Branch develop is made.

Project shop is ready: cd shop. \`npm start\` shows its branches and what this one would change; \`npx turnout up --local\` brings it up on the cluster of your kubeconfig.
`,
    );
    assert.deepEqual(scratch.npm(), ["pack", "install", "test"]);
    assert.equal(scratch.git("shop", "status", "--porcelain"), "");
    const files = scratch.git("shop", "ls-files").split("\n");
    for (const file of ["app/Dockerfile", "package-lock.json", `vendor/turnout-${version}.tgz`, ".gitignore"])
      assert.ok(files.includes(file), file);
    assert.ok(!files.some((file) => /node_modules|\.turnout/.test(file)));
    assert.equal(scratch.git("shop", "branch", "--format=%(refname:short)"), "develop\nmain\nstaging");
  });

  it("changes nothing the second time, from beside the project and from within it", async () => {
    await scratch.make();
    const commit = scratch.git("shop", "rev-parse", "HEAD");
    scratch.npm();
    for (const folder of [scratch.here, join(scratch.here, "shop")]) {
      const text = await scratch.make({}, folder);
      assert.match(
        text,
        /^app\/ is there already; it was left as it is\.\nThere already, and left as they are: /,
      );
      assert.match(text, /\npackage\.json has all it needs\.\n\$ npm test /);
      assert.deepEqual(scratch.npm(), ["test"]);
    }
    assert.equal(scratch.git("shop", "status", "--porcelain"), "");
    assert.equal(scratch.git("shop", "rev-parse", "HEAD"), commit);
  });

  it("copies an application without its repository and without what was installed beside it", async () => {
    scratch.write({
      "my äpp/Dockerfile": dockerfile,
      "my äpp/.git/config": "x",
      "my äpp/node_modules/x/index.js": "x",
      "my äpp/a/b.py": "x",
    });
    symlinkSync("a/b.py", join(scratch.here, "my äpp/link.py"));
    symlinkSync("my äpp", join(scratch.here, "linked"));
    for (const [index, app] of ["my äpp", join(scratch.here, "my äpp"), "linked"].entries()) {
      const name = `shop${index}`;
      assert.match(
        await scratch.make({ app }, scratch.here, name),
        /^app\/ is a copy of .*\/here\/my äpp\.\n/,
      );
      assert.deepEqual(readdirSync(join(scratch.here, name, "app")).sort(), ["Dockerfile", "a", "link.py"]);
      assert.equal(scratch.read(`${name}/app/link.py`), "x");
      const settings = scratch.read(`${name}/Pulumi.yaml`);
      assert.match(
        settings,
        /build: "app"\n {8}port: 5000\n {8}probes:\n {10}readiness: \{ path: "\/health" \}/,
      );
    }
  });

  it("uses an application of the same repository where it is, also from a folder of a monorepo", async () => {
    scratch.git(".", "init", "--quiet", "--initial-branch=main");
    scratch.write({ "services/web/Dockerfile": dockerfile, "deploy/x": "" });
    await scratch.make({ app: "services/web" });
    assert.match(scratch.read("Pulumi.yaml"), /build: "services\/web"/);
    await scratch.make({ app: "../services/web" }, join(scratch.here, "deploy"));
    assert.match(scratch.read("deploy/shop/Pulumi.yaml"), /build: "..\/..\/services\/web"/);
    assert.ok(!existsSync(join(scratch.here, "deploy/shop/app")));
    assert.ok(!existsSync(join(scratch.here, "deploy/shop/.git")));
  });

  it("commits nothing of a folder's own in a repository without commits", async () => {
    scratch.git(".", "init", "--quiet", "--initial-branch=main");
    scratch.write({ "secret.txt": "x", ".gitignore": "*.pyc" });
    assert.match(await scratch.make(), /^\.gitignore gets node_modules\/, \.turnout\/, /m);
    assert.match(scratch.read(".gitignore"), /^\*\.pyc\nnode_modules\/\n/);
    assert.equal(scratch.git(".", "status", "--porcelain"), "?? secret.txt");
  });

  it("leaves the commit in a repository with commits to its owner, and makes the missing branches after it", async () => {
    scratch.git(".", "init", "--quiet", "--initial-branch=main");
    scratch.write({ "README.md": "mine" });
    scratch.git(".", "add", "--all");
    scratch.git(".", "commit", "--quiet", "--message", "x");
    scratch.git(".", "branch", "develop");
    const text = await scratch.make();
    assert.match(text, /^There already, and left as they are: README\.md\.$/m);
    assert.match(
      text,
      /^Look at what was made, and commit it, then run this again for its branches staging\.$/m,
    );
    assert.equal(scratch.read("README.md"), "mine");
    assert.equal(scratch.git(".", "rev-list", "--count", "HEAD"), "1");
    scratch.git(".", "add", "--all");
    scratch.git(".", "commit", "--quiet", "--message", "y");
    assert.match(await scratch.make(), /^package\.json has all it needs\.\n.*\nBranch staging is made\.$/m);
    assert.equal(scratch.git(".", "rev-list", "--count", "develop"), "1");
  });

  it("changes nothing of an ordinary Pulumi project, and says what it lacks", async () => {
    const own = {
      "Pulumi.yaml": "name: mine\nruntime: nodejs\n",
      "index.ts": 'import * as aws from "@pulumi/aws";\n',
      "package.json": '\uFEFF{"scripts": {"test": "jest"}}',
    };
    scratch.write(own);
    await assert.rejects(scratch.make(), (error: Error) => {
      assert.ok(
        error.message.startsWith(
          "Another program than Turnout's is here already (index.ts and Pulumi.yaml), so nothing was made. Either make the project in a folder of its own, beside that one: `mkdir deploy && cd deploy && npx turnout new shop --app ../FOLDER`. Or put in what is missing here, and run this again:\n\n" +
            "index.ts must be this; what it declares now needs another place:\n" +
            '  import { turnout } from "turnout";\n',
        ),
        error.message,
      );
      assert.match(error.message, /\nPulumi\.yaml lacks:\n {2}runtime:\n {4}name: nodejs\n {4}options:\n/);
      return true;
    });
    assert.deepEqual(readdirSync(scratch.here).sort(), Object.keys(own).sort());
    for (const file of ["Pulumi.yaml", "index.ts"] as const) assert.equal(scratch.read(file), own[file]);
    scratch.write({
      "index.ts": 'export = require("turnout").turnout({});',
      "Pulumi.yaml":
        "name: mine\nruntime: { name: nodejs, options: { nodeargs: '--require turnout/start' } }\n",
    });
    assert.match(await scratch.make(), /^`npm test` is your own and was not run; /m);
    assert.match(scratch.read("package.json"), /"test": "jest"/);
    assert.deepEqual(scratch.npm(), ["pack", "install"]);
  });

  it("overwrites no folder that lies where the application would go", async () => {
    scratch.write({ "shop/app/main.rb": "x" });
    await refuses(
      "app/ is there already, without a Dockerfile, and a copy of the application would go there: name the application in it with --app, or move it away.",
    );
    assert.equal(scratch.read("shop/app/main.rb"), "x");
  });

  it("names a folder that lies where a file would go, and makes nothing", async () => {
    for (const file of ["index.ts", "package.json", "Pulumi.yaml", ".gitignore", "Pulumi.dev.yaml"]) {
      const root = join(scratch.here, "of-", file, "shop");
      mkdirSync(join(root, file), { recursive: true });
      scratch.git(join("of-", file, "shop"), "init", "--quiet");
      const named = ({ code, path }: NodeJS.ErrnoException) => code === "EISDIR" && path === join(root, file);
      await assert.rejects(scratch.make({}, root), named);
      assert.deepEqual(readdirSync(root).sort(), [".git", file].sort());
    }
  });

  it("refuses an application that is none, before anything is made", async () => {
    scratch.write({ "a/x": "", "b/Dockerfile": dockerfile, file: "" });
    const [a, b] = [join(scratch.here, "a"), join(scratch.here, "b")];
    const refused: readonly (readonly [app: string, message: string, folder?: string])[] = [
      ["nowhere", `--app ${scratch.here}/nowhere is not there: name the application's folder.`],
      [
        "file",
        `--app ${scratch.here}/file is no folder: name the one that has the application's Dockerfile.`,
      ],
      [
        "a",
        `There is no Dockerfile in ${a}: write one (its name begins with a capital), or name the folder that has it with --app.`,
      ],
      [
        ".",
        "The project would be in the application's own folder, which every environment's image is made of: move the application into a folder of its own (`mkdir app && git mv FILES app`), or make the project beside it: `cd .. && npx turnout new NAME --app b`.",
        b,
      ],
    ];
    for (const [app, message, folder] of refused) await refuses(message, { app }, folder);
    scratch.git(".", "init", "--quiet");
    scratch.write({ "my app/Dockerfile": dockerfile });
    await refuses(
      `--app ${scratch.here}/my app can't be the application's folder: \`build\` is "my app", and must be a folder of this repository, relative to the project; write it as app.`,
      { app: "my app" },
    );
    assert.deepEqual(readdirSync(scratch.here).sort(), [".git", "a", "b", "file", "my app"]);
    assert.deepEqual(scratch.npm(), []);
  });

  it("says in npm's words why it failed, and goes on from there", async () => {
    scratch.environment.FAKE_NPM_FAILS = "install";
    await refuses(
      `\`npm install --no-audit --no-fund\` failed in ${scratch.here}/shop; what was made until then stays, and running this again goes on from there:\nnpm error network request to https://registry.example/ failed`,
    );
    delete scratch.environment.FAKE_NPM_FAILS;
    assert.match(await scratch.make(), /^Project shop is ready/m);
    assert.deepEqual(scratch.npm(), ["pack", "install", "install", "test"]);
  });

  it("needs npm and git, and says so", async () => {
    scratch.environment.PATH = "/nowhere";
    await refuses("A project needs git (there is no git on PATH): put that right, and run this again.");
    const git = spawnSync("sh", ["-c", "command -v git"], { encoding: "utf8" }).stdout.trim();
    const folder = join(scratch.home, "git");
    mkdirSync(folder);
    symlinkSync(git, join(folder, "git"));
    scratch.environment.PATH = folder;
    await refuses(
      /^`npm pack .*` failed in .*; what was made until then stays, and running this again goes on from there:\nthere is no npm on PATH$/,
    );
  });

  it("brings nothing up on a cluster that is not on this machine", async () => {
    const kubeconfig = join(scratch.home, "kubeconfig");
    writeFileSync(
      kubeconfig,
      "current-context: prod\ncontexts: [{ name: prod, context: { cluster: c } }]\nclusters: [{ name: c, cluster: { server: 'https://10.0.0.1' } }]\n",
    );
    await refuses(
      "Nothing was brought up, because your kubeconfig has no current context: `npx turnout up --local` brings it up on the cluster that you choose.",
      { up: true },
    );
    scratch.environment.KUBECONFIG = kubeconfig;
    await refuses(
      "Nothing was brought up, because context prod leads to https://10.0.0.1, which is not this machine: `npx turnout up --local` brings it up on the cluster that you choose.",
      { up: true },
    );
    await scratch.make();
  });
});
