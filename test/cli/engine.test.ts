import type { PulumiCommand } from "@pulumi/pulumi/automation";
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { version } from "@pulumi/pulumi/package.json";
import { againWhere, checkSdk, fewCollections, loadProgram, programFor, quick } from "../../cli/engine";
import { withoutStack } from "../../problems/problem";
import type { RunCommand } from "../../internals/pulumi-command";
import type { Run } from "../../program/planned-application";
import { FakeEngine } from "./fake-engine";

describe("programFor", () => {
  const failing = (error: unknown): Run => ({
    onPlanned: () => {
      throw error;
    },
  });
  const failed = (reason: string) =>
    `The program failed (${reason}): correct index.ts or what it loads, or restore it from git; \`DEBUG=turnout npx turnout diff\` shows where.`;

  /** The error that an engine gets from a run that ends so. */
  async function seen(error: unknown): Promise<unknown> {
    const engine = new FakeEngine();
    const { stack } = engine.operation;
    stack.workspace.program = programFor(() => loadProgram(process.cwd()), failing(error));
    return stack.up({}).then(
      () => assert.fail("it ended well"),
      (reason: unknown) => reason,
    );
  }

  it("lets an error through as it is that has no trace: a mistake in the settings has paths for the engine", async () => {
    const error = withoutStack(new Error("half done"));
    assert.equal(await seen(error), error);
  });

  it("takes the trace from any other, which the engine would print", async () => {
    for (const [error, message] of [
      [new Error("The cluster is gone."), "The cluster is gone."],
      ["no error", failed("no error")],
      [new TypeError("x is not a function"), failed("TypeError: x is not a function")],
    ] as const) {
      const reason = await seen(error);
      assert.ok(reason instanceof Error);
      assert.deepEqual([reason.message, reason.stack], [message, ""]);
    }
  });

  it("hides that an error is gRPC's: the Automation API would take the program for one that ended well", async () => {
    const error = Object.assign(new Error("14 UNAVAILABLE: no connection"), { code: 14 });
    const reason = await seen(error);
    assert.ok(reason instanceof Error && !("code" in reason));
    assert.equal(reason.message, failed("14 UNAVAILABLE: no connection"));
  });
});

/** A command that keeps what it was asked, wrapped so that stack `dev` is known to be there. */
function wrapped(meanwhile = () => undefined) {
  const asked: unknown[][] = [];
  const real = {
    command: "/bin/pulumi",
    run: (...args: unknown[]) => {
      asked.push(args);
      return Promise.resolve({ stdout: "real", stderr: "", code: 0 });
    },
  };
  const command = quick(real as unknown as PulumiCommand, (stack) => stack === "dev", meanwhile);
  return { asked, command, run: (command as unknown as { run: RunCommand }).run };
}

describe("quick", () => {
  const answered: readonly (readonly [args: string[], stdout: string])[] = [
    [["stack", "select", "--stack", "dev"], ""],
    [["stack", "output", "--json"], "{}"],
    [["stack", "output", "--json", "--show-secrets"], "{}"],
    [["stack", "history", "--json", "--show-secrets"], "[]"],
  ];
  for (const [args, stdout] of answered)
    it(`answers \`pulumi ${args.join(" ")}\` itself`, async () => {
      const { asked, run } = wrapped();
      assert.deepEqual(await run(args), { stdout, stderr: "", code: 0 });
      assert.deepEqual(asked, []);
    });

  for (const args of [
    ["stack", "select", "--stack", "other"],
    ["stack", "select"],
    ["stack", "init", "dev"],
    ["stack", "export"],
    ["up", "--yes"],
    ["config", "get", "output"],
    [],
  ])
    it(`leaves \`pulumi ${args.join(" ")}\` to Pulumi, with all that was given along`, async () => {
      const { asked, run } = wrapped();
      const output = () => undefined;
      assert.equal((await run(args, "/folder", { A: "1" }, output)).stdout, "real");
      assert.deepEqual(asked, [[args, "/folder", { A: "1" }, output]]);
    });

  it("stays the command it was in all else", () => {
    assert.equal(wrapped().command.command, "/bin/pulumi");
  });

  it("does meanwhile what there is to do, while a process of Pulumi's starts", async () => {
    let done = 0;
    const { run, asked } = wrapped(() => {
      assert.equal(asked.length, 1);
      done++;
      return undefined;
    });
    await run(["stack", "output"]);
    assert.equal(done, 0);
    await run(["up"]);
    assert.equal(done, 1);
  });
});

describe("checkSdk", () => {
  let project: string;
  const install = (installed: string) => {
    const folder = join(project, "node_modules/@pulumi/pulumi");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "package.json"), JSON.stringify({ version: installed }));
  };
  beforeEach(() => {
    project = mkdtempSync(join(tmpdir(), "turnout-sdk-"));
  });
  afterEach(() => {
    rmSync(project, { recursive: true });
  });

  it("takes a project with the same copy, and one in which there is none", () => {
    checkSdk(process.cwd());
    checkSdk(project);
    mkdirSync(join(project, "node_modules"));
    symlinkSync(join(process.cwd(), "node_modules/@pulumi"), join(project, "node_modules/@pulumi"));
    checkSdk(project);
  });

  for (const installed of ["3.1.0", version])
    it(`refuses another one of version ${installed}, with which an update never ends`, () => {
      install(installed);
      assert.throws(() => checkSdk(project), {
        message: `The project has @pulumi/pulumi ${installed} beside Turnout's own ${version}: an update with two of them never ends; run \`npm install @pulumi/pulumi@${version}\`, until \`npm ls @pulumi/pulumi\` shows no second one.`,
      });
    });
});

describe("fewCollections", () => {
  const account = { account: "123456789012", region: "eu-central-1" };

  it("lets the engine collect less, save on AWS or where somebody has said how much", () => {
    assert.deepEqual(fewCollections({ account: undefined }, {}), { GOGC: "400" });
    assert.deepEqual(fewCollections({ account }, {}), {});
    assert.deepEqual(fewCollections({ account: undefined }, { GOGC: "50" }), {});
  });
});

describe("againWhere", () => {
  /** Ends with these errors in turn, and then well. */
  const acting = (...errors: string[]) => {
    let calls = 0;
    const act = () => {
      calls++;
      const error = errors.shift();
      return error === undefined ? Promise.resolve("made") : Promise.reject(new Error(error));
    };
    return { act, calls: () => calls };
  };
  const exists = "code: 1\n stdout: \n stderr: error: stack 'organization/turnout/dev' already exists\n";

  it("tries again where another command was in the way", async () => {
    const { act, calls } = acting(exists, exists);
    assert.deepEqual([await againWhere(/already exists/, act), calls()], ["made", 3]);
  });

  it("gives up after the third time, and at once where it was something else", async () => {
    const [stuck, other] = [acting(exists, exists, exists), acting("no network")];
    await assert.rejects(againWhere(/already exists/, stuck.act), { message: exists });
    await assert.rejects(againWhere(/already exists/, other.act), { message: "no network" });
    assert.deepEqual([stuck.calls(), other.calls()], [3, 1]);
  });
});
