import { Command, CommanderError, Option } from "commander";
import { Console } from "node:console";
import { subjectToChange, subjectToUpdate } from "./agreement";
import type { DiffOptions } from "./diff";
import type { NewOptions } from "./new";
import type { Operation, OperationOptions } from "./operation";
import { sentenceOf } from "../problems/failure";
import { excerpt } from "../problems/problem";
import { projectFolder } from "../settings/project-file";
import { guard, outlive, shownOn } from "./terminal";
import type { SubjectOptions } from "./stack-choice";
import type { StatusOptions } from "./status";
import { findSubject, openProject } from "./subject";

/** Runs the command line of this process and sets its exit code. */
export async function main(argv: readonly string[]): Promise<void> {
  outlive(process.stdout, process.stderr);
  // For the programs that run in this process: the standard output is the report's alone.
  globalThis.console = new Console({ stdout: shownOn(process.stderr), ignoreErrors: false });
  const through = guard(process.stderr);
  process.exitCode = await run(argv, process.stdout, process.stderr);
  through();
}

/** Runs a command line in a folder. @returns its exit code; it never throws. */
export async function run(
  argv: readonly string[],
  stdout: NodeJS.WritableStream,
  stderr: NodeJS.WritableStream,
  folder = process.cwd(),
): Promise<number> {
  const [out, err] = [shownOn(stdout), shownOn(stderr)];
  let code = 0;
  try {
    await commands(folder, out, err, (own) => (code = own)).parseAsync([...argv]);
  } catch (error) {
    // Commander's own error has said all, also where it is the end of --help.
    if (error instanceof CommanderError) return error.exitCode;
    err.write(`${messageOf(error)}\n`);
    return 1;
  }
  return code;
}

/** A stack trace helps only developers of Turnout: `DEBUG=turnout` shows it. */
function messageOf(error: unknown): string {
  const stack = error instanceof Error ? error.stack : undefined; // a wrong setting has none
  return process.env.DEBUG === "turnout" && stack ? stack : sentenceOf(error);
}

function commands(
  folder: string,
  out: NodeJS.WritableStream,
  err: NodeJS.WritableStream,
  exit: (code: number) => void,
): Command {
  /** The project's folder; found when a command needs it, so that `--help` works anywhere. */
  const root = () => projectFolder(folder);
  /** An action that holds the stack of the working tree while it updates it. */
  const onStack =
    <T>(verb: (release: typeof import("./release"), options: T) => (operation: Operation) => Promise<void>) =>
    async (options: OperationOptions & T) => {
      const subject = await subjectToUpdate(root(), options);
      const { onStack } = require("./update") as typeof import("./update");
      const release = require("./release") as typeof import("./release");
      await onStack(subject, options, out, verb(release, options));
    };

  const turnout = new Command("turnout")
    .description("Every git branch its own environment, released blue/green without losing a request.")
    .configureOutput({ writeOut: (text) => out.write(text), writeErr: (text) => err.write(excerpt(text)) })
    .exitOverride()
    .showHelpAfterError("Run with --help to see how it is used.");

  turnout
    .command("new")
    .argument("<name>", "the project's name; namespaces begin with it")
    .description("make a project of one's own, around an application that is there or the example")
    .option("--app <folder>", "the application's folder, with its Dockerfile")
    .option("--port <port>", "where it listens (default: what its Dockerfile exposes)")
    .option("--readiness <path>", "answers 200 once it is ready (default: its HEALTHCHECK)")
    .option("--liveness <path>", "answers 200 as long as it is alive (default: as --readiness)")
    .option("--up", "bring it up, where the cluster of your kubeconfig is on this machine")
    .addHelpText("after", example("turnout new shop --app ../shop"))
    .action(async (name: string, options: NewOptions) => {
      const { runNew } = require("./new") as typeof import("./new");
      await runNew(name, options, folder, out);
    });

  turnout
    .command("branches")
    .description("the branches of this repository and the environments they map to")
    .addHelpText("after", example("turnout branches"))
    .action(() => {
      const { runBranches } = require("./branches") as typeof import("./branches");
      runBranches(openProject(root()), out);
    });

  turnout
    .command("names")
    .argument("<branch>", "any branch, also one that doesn't exist yet")
    .description("all names that follow from a branch's name, each with its limit")
    .option("--json", "as JSON")
    .option("--local", "names of the branch's laptop stack")
    .addHelpText("after", example("turnout names feature/login"))
    .action((branch: string, options: { json?: boolean; local?: boolean }) => {
      const { runNames } = require("./names") as typeof import("./names");
      const { local = false } = options;
      const subject = findSubject(openProject(root()), { branch, local });
      runNames(subject.branch ?? branch, subject, options, out);
    });

  about(turnout.command("diff"))
    .description("what the working tree would change in a stack; needs no Pulumi, no credentials, no network")
    .option(
      "--base <ref>",
      'compare with this commit, or with "nothing" (default: where the branch left the one it merges into)',
    )
    .addOption(
      new Option("--format <format>", "how to print it")
        .choices(["text", "markdown", "json"])
        .default("text"),
    )
    .option("--out <file>", "write it to a file")
    .option("--exit-code", "exit with 2 when something would change")
    .addHelpText("after", example("turnout diff --base develop --format markdown"))
    .action(async (options: DiffOptions) => {
      const { runDiff } = require("./diff") as typeof import("./diff");
      exit(await runDiff(findSubject(openProject(root()), options), options, out, err));
    });

  about(turnout.command("image"))
    .argument("<application>", "its name in the settings")
    .description("the image that a stack would run for an application")
    .addHelpText("after", example("turnout image web"))
    .action((application: string, options: SubjectOptions) => {
      const { runImage } = require("./image") as typeof import("./image");
      runImage(application, findSubject(openProject(root()), options), out);
    });

  engineVerb(turnout, "up", "update the environment to match the working tree")
    .option("--adopt", "take over a namespace that belongs to another stack, or to another state of this one")
    .addHelpText("after", example("turnout up --local"))
    .action(async ({ adopt = false, ...options }: OperationOptions & { adopt?: boolean }) => {
      const subject = await subjectToUpdate(root(), options);
      const { runUp } = require("./update") as typeof import("./update");
      await runUp(subject, options, out, adopt);
    });

  engineVerb(turnout, "release", "release the working tree, watch it, then settle it or take it back")
    .addHelpText("after", example("turnout release --stack prod"))
    .action(onStack(({ releaseAndSettle }) => releaseAndSettle));

  engineVerb(turnout, "rollback", "go back to the previous release")
    .argument("[application]", "which one, where several can go back")
    .addHelpText("after", example("turnout rollback --stack prod"))
    .action(async (application: string | undefined, options: OperationOptions) => {
      const subject = await subjectToUpdate(root(), options);
      const { runRollback } = require("./rollback") as typeof import("./rollback");
      await runRollback(application, subject, options, out);
    });

  engineVerb(turnout, "promote", "send more traffic to the waiting release, and go on")
    .option("--full", "all of the traffic at once")
    .addHelpText("after", example("turnout promote --stack prod"))
    .action(
      onStack<{ full?: boolean }>(
        ({ promote }, { full = false }) =>
          (operation) =>
            promote(operation, full),
      ),
    );

  engineVerb(turnout, "abort", "take back a release that is not promoted yet")
    .addHelpText("after", example("turnout abort --stack prod"))
    .action(onStack(({ abort }) => abort));

  engineVerb(turnout, "settle", "scale the idle color to its standby size")
    .addHelpText("after", example("turnout settle --stack prod"))
    .action(onStack(({ settle }) => settle));

  engineVerb(turnout, "preview", "what `up` would do, as the engine sees it")
    .addHelpText("after", example("turnout preview --stack dev"))
    .action(async (options: OperationOptions) => {
      const { runPreview } = require("./update") as typeof import("./update");
      await runPreview(findSubject(openProject(root()), options), options, out);
    });

  engineVerb(turnout, "destroy", "remove the environment and say what is left of it")
    .addHelpText("after", example("turnout destroy --branch feature/login --yes"))
    .action(async (options: OperationOptions) => {
      const subject = subjectToChange(root(), options);
      const { runDestroy } = require("./destroy") as typeof import("./destroy");
      await runDestroy(subject, options, out);
    });

  engineVerb(turnout, "status", "both colors of each application, as last recorded, and what comes next")
    .option("--json", "as JSON")
    .option("--markdown", "only the last switches, for a pull request")
    .addHelpText("after", example("turnout status --local"))
    .action(async (options: StatusOptions) => {
      const { runStatus } = require("./status") as typeof import("./status");
      await runStatus(findSubject(openProject(root()), options), options, out);
    });

  engineVerb(turnout, "unlock", "free a stack whose update died")
    .addHelpText("after", example("turnout unlock --stack dev"))
    .action(async (options: OperationOptions) => {
      const subject = subjectToChange(root(), options);
      const { runUnlock } = require("./unlock") as typeof import("./unlock");
      await runUnlock(subject, options, out);
    });

  return turnout;
}

/** A verb that needs the Pulumi CLI. */
function engineVerb(turnout: Command, name: string, description: string): Command {
  return about(turnout.command(name))
    .description(description)
    .option("--yes", "answer yes to every question");
}

/** The options that say which stack a command is about. */
function about(command: Command): Command {
  return command
    .option("--branch <branch>", "the stack of this branch (default: the one checked out)")
    .option("--stack <stack>", "this stack")
    .option("--local", "the branch's laptop stack, on the cluster of the current kube context");
}

const example = (line: string) => `\nExample:\n  $ npx ${line}`;
