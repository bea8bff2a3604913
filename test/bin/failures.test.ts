import assert from "node:assert/strict";
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { run as runCommand } from "../../cli/main";
import { hostile, rawIn } from "../cli/hostile";
import { copyProject, forget } from "../diff/project-copy";
import type { Sandbox } from "../git/sandbox";

interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Every verb, with what it takes to be about a branch that is not checked out. */
const aboutBranch = ["--branch", "feature/x"];
const offline: readonly (readonly string[])[] = [
  ["branches"],
  ["names", "feature/x"],
  ["diff", ...aboutBranch],
  ["image", "web", ...aboutBranch],
];
const ofEngine: readonly (readonly string[])[] = [
  ...["up", "release", "rollback", "promote", "abort", "settle", "preview", "status", "unlock"].map(
    (verb) => [verb, ...aboutBranch],
  ),
  ["destroy", "--yes", ...aboutBranch],
];
const verbs = [...offline, ...ofEngine];

describe("every verb", () => {
  let project: Sandbox;
  let environment: NodeJS.ProcessEnv;
  before(() => {
    project = copyProject();
    environment = { ...process.env };
    process.env.PULUMI_HOME = join(project.home, "nobody");
    process.env.KUBECONFIG = "";
    for (const name of ["PULUMI_BACKEND_URL", "PULUMI_ACCESS_TOKEN"])
      Reflect.deleteProperty(process.env, name);
    engine("exit 1");
  });
  after(() => {
    // Another object would be a copy: the system's own calls, `tmpdir` among them, read the real one.
    for (const name of Object.keys(process.env))
      if (!(name in environment)) Reflect.deleteProperty(process.env, name);
    Object.assign(process.env, environment);
    forget(project.checkout);
    project.remove();
  });

  /** Puts a Pulumi CLI on PATH that knows its version and else does as a shell script says. */
  function engine(script: string): void {
    const folder = join(project.home, "bin");
    mkdirSync(folder, { recursive: true });
    const file = join(folder, "pulumi");
    writeFileSync(file, `#!/bin/sh\ncase $1 in version) echo v3.248.0 ;; *) ${script} ;; esac\n`);
    chmodSync(file, 0o755);
    process.env.PATH = `${folder}${delimiter}${environment.PATH ?? ""}`;
  }

  async function run(args: readonly string[]): Promise<Result> {
    forget(project.checkout); // also what was broken, and loaded
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- of a folder that is known only now
    const { run } = require(join(project.checkout, "cli/main.ts")) as { run: typeof runCommand };
    const said = { stdout: "", stderr: "" };
    const stream = (name: keyof typeof said) =>
      ({ write: (text: string) => ((said[name] += text), true) }) as unknown as NodeJS.WritableStream;
    const code = await run(
      ["node", "turnout", ...args],
      stream("stdout"),
      stream("stderr"),
      project.checkout,
    );
    return { code, ...said };
  }

  /** A failure that a person can read: an exit code, words, no trace, nothing raw. */
  function isSentence({ code, stdout, stderr }: Result): void {
    assert.equal(code, 1, stdout);
    assert.match(stderr, /\S.*[.:]?\n$/);
    assert.doesNotMatch(stderr, /^\s+at \S+ \(|^code: -?\d|node_modules|^Error: /m);
    assert.ok(stderr.length < 12_000, "it is short");
    assert.equal(rawIn(stdout + stderr), undefined);
  }

  /** Runs a test with a file of the checkout as somebody left it. */
  function left(file: string, how: (path: string) => void, test: () => Promise<void>) {
    return async () => {
      const path = join(project.checkout, file);
      const aside = `${path}.aside`;
      renameSync(path, aside);
      try {
        how(path);
        await test();
      } finally {
        rmSync(path, { recursive: true, force: true });
        renameSync(aside, path);
      }
    };
  }
  const holding = (text: string | Buffer) => (path: string) => {
    writeFileSync(path, text);
  };
  const nothing = () => undefined;
  const folder = (path: string) => {
    mkdirSync(path);
  };

  const map = readFileSync(join(__dirname, "../../branches.ts"), "utf8");
  const fix = "correct it (`npx tsc --noEmit` shows where), or restore it from git.\n";
  const missing = "branches.ts, the map of branches, is missing or is no file: restore it from git.\n";
  const maps: readonly (readonly [title: string, how: (path: string) => void, stderr: string | RegExp])[] = [
    [
      "is cut off",
      holding("export const branches = {"),
      `branches.ts can't be loaded (line 1: Expected identifier but found end of file): ${fix}`,
    ],
    [
      "throws",
      holding('throw new Error("no map\\u001b[31m")'),
      `branches.ts can't be loaded (no map\\u{1b}[31m): ${fix}`,
    ],
    [
      "throws what is no error",
      holding("throw Object.create(null)"),
      `branches.ts can't be loaded (): ${fix}`,
    ],
    ["is missing", nothing, missing],
    ["is a folder", folder, missing],
    [
      "is a link to itself",
      (path) => {
        symlinkSync("branches.ts", path);
      },
      missing,
    ],
    [
      "has the marks of a conflict",
      holding(map.replace("  rules: [", "<<<<<<< HEAD\n  rules: [")),
      `branches.ts can't be loaded (line 12: Expected identifier but found "<<"): ${fix}`,
    ],
    [
      "is in UTF-16",
      holding(Buffer.from(`\ufeff${map}`, "utf16le")),
      /^branches\.ts can't be loaded \(line 1: Unexpected [^\n]*\): correct it [^\n]*\n$/,
    ],
    [
      "is 10 MB of junk",
      holding(Buffer.alloc(10_000_000, "\u00ff\u0000{", "latin1")),
      /^branches\.ts can't be loaded \([^\n]{1,210}\): correct it [^\n]*\n$/,
    ],
    [
      "awaits at its top",
      holding("export const branches = await Promise.resolve({});"),
      `branches.ts can't be loaded (line 1: Top-level await is currently not supported with the "cjs" output format): ${fix}`,
    ],
    [
      "loads what isn't there",
      holding('import "nowhere-to-be-found"; export const branches = {};'),
      `branches.ts can't be loaded (Cannot find module 'nowhere-to-be-found'): ${fix}`,
    ],
    [
      "fails where it is read",
      holding('export const branches = { get app() { throw new Error("no app"); } };'),
      `branches.ts can't be loaded (no app): ${fix}`,
    ],
    [
      "is empty",
      holding(""),
      'The map of branches is wrong:\n  branches.ts: branches is missing: must be an object with app and rules; write { app: "…", rules: […] }.\n',
    ],
    [
      "exports nothing",
      holding("export const branches = null;"),
      'The map of branches is wrong:\n  branches.ts: branches is null: must be an object with app and rules; write { app: "…", rules: […] }.\n',
    ],
  ];

  for (const [title, how, stderr] of maps) {
    it(
      `says in a sentence that branches.ts ${title}`,
      left("branches.ts", how, async () => {
        const result = await run(["names", "feature/x"]);
        if (typeof stderr === "string") assert.deepEqual(result, { code: 1, stdout: "", stderr });
        else assert.match(result.stderr, stderr);
        isSentence(result);
      }),
    );

    it(
      `has its help where branches.ts ${title}`,
      left("branches.ts", how, async () => {
        const { code, stdout, stderr } = await run(["--help"]);
        assert.deepEqual([code, stderr], [0, ""]);
        assert.match(stdout, /^Usage: turnout /);
      }),
    );
  }

  const projects: readonly (readonly [
    title: string,
    how: (path: string) => void,
    stderr: (root: string) => string,
  ])[] = [
    [
      "is missing",
      nothing,
      (root) =>
        `Pulumi.yaml is missing in ${root}, where the settings of all stacks begin; restore it from git.\n`,
    ],
    [
      "is empty",
      holding(""),
      () =>
        "Pulumi.yaml: name is missing: must be 1 to 100 letters, digits, hyphens, underscores or periods; name the project, such as shop.\n",
    ],
    [
      "is broken",
      holding("name: turnout\nconfig: [\n"),
      () =>
        "Pulumi.yaml, line 3: must be YAML (Flow sequence in block collection must be sufficiently indented and end with a ]); correct that line.\n",
    ],
    [
      "is a list",
      holding("- turnout\n"),
      () => "Pulumi.yaml: must map keys to values; write it as `config: { turnout:domain: example.com }`.\n",
    ],
    [
      "is a folder",
      folder,
      (root) => `${root}/Pulumi.yaml can't be read (it is a folder): move that away.\n`,
    ],
  ];
  for (const [title, how, stderr] of projects)
    for (const args of verbs)
      it(
        `${args[0] ?? ""} says in a sentence that Pulumi.yaml ${title}`,
        left("Pulumi.yaml", how, async () => {
          const result = await run(args);
          isSentence(result);
          assert.equal(result.stderr, stderr(project.checkout));
        }),
      );

  describe("with an engine that fails", () => {
    before(() => {
      process.env.PULUMI_BACKEND_URL = "nonsense://ana:hunter2@nowhere";
      const file = join(project.home, "words");
      writeFileSync(
        file,
        `error: no driver for nonsense://ana:hunter2@nowhere ${hostile}\nerror: no driver for nonsense://ana:hunter2@nowhere ${hostile}\n`,
      );
      engine(`cat ${file} >&2; exit 255`);
    });
    after(() => {
      Reflect.deleteProperty(process.env, "PULUMI_BACKEND_URL");
      engine("exit 1");
    });

    for (const args of ofEngine)
      it(`${args[0] ?? ""} says so in one sentence, without the password and what a terminal would obey`, async () => {
        const result = await run(args);
        isSentence(result);
        assert.match(
          result.stderr,
          /^Stack pr-feature-x-\w+ can't be opened \(no driver for nonsense:\/\/ana:\[secret\]@nowhere \\u\{1b\}[^\n]{1,600}\): check what says where the state is kept, PULUMI_BACKEND_URL, `backend: \{ url: … \}` in Pulumi\.yaml, or `pulumi login`\.\n$/,
        );
      });
  });

  const options: readonly (readonly string[])[] = [
    [hostile],
    [`--${hostile}`],
    ["diff", "--format", hostile],
    ["diff", "--base", hostile],
    ["diff", "--base", "nothing", "--out", `${hostile}/x`],
    ["diff", "--stack", hostile],
    ["image", hostile],
    ["names", "x", hostile],
    ...ofEngine.map(([verb = ""]) => [verb, "--stack", hostile]),
    ...ofEngine.map(([verb = ""]) => [verb, "--branch", hostile]),
    ...ofEngine.map(([verb = ""]) => [verb, `--${hostile}`]),
    ["rollback", hostile, ...aboutBranch],
  ];
  for (const args of options)
    it(`shows what a stranger put into an option, and obeys none of it: ${args.map((one) => (one.length > 99 ? "…" : one)).join(" ")}`, async () => {
      isSentence(await run(args));
    });

  it("shows a branch with such a name, and obeys none of it", async () => {
    for (const args of [
      ["names", hostile],
      ["names", hostile, "--json"],
      ["diff", "--branch", hostile],
    ]) {
      const { code, stdout, stderr } = await run(args);
      assert.deepEqual([code, stderr], [0, ""]);
      assert.equal(rawIn(stdout.replace(/x{9000,}/g, "")), undefined, args.join(" "));
    }
  });
});
