import { readdirSync } from "node:fs";
import { join } from "node:path";
import { openRepository, type Repository } from "../git/repository";
import type { Kubernetes } from "../live/kubernetes";
import { clusterArn, defaultCluster, isEksAccount, type EksAccount } from "../naming/aws";
import type { BranchMap } from "../naming/branch-map";
import { checkBranchMap } from "../naming/check-branch-map";
import { environmentOf, type Environment } from "../naming/environment";
import { wordsOf } from "../problems/failure";
import { inOneLine } from "../problems/problem";
import type { Checkpoint } from "../release/checkpoint";
import type { Settings } from "../settings/settings";
import { checkStart, configNamespace, ownConfig, projectFileIn } from "../settings/project-file";
import { readStackFiles, workspaceOf, type StackConfig } from "../settings/stack-files";
import { backendIn, lastCheckpoint } from "./backend";
import { choose, halfway, otherTree, type StackChoice, type SubjectOptions } from "./stack-choice";
import { UserError } from "./terminal";

/** The checkout that a command works on. */
export interface Project {
  /** Folder of Pulumi.yaml. */
  readonly root: string;
  /** By Pulumi.yaml. @throws Error in one sentence where that is missing or wrong. */
  readonly name: string;
  readonly map: BranchMap;
  /** Undefined in a folder without git. @throws GitError where git can't read the checkout. */
  readonly repository: Repository | undefined;
  /** The folder of its laptop files (`stackFileOf`); undefined where a person has a backend of their own. */
  readonly workspace: string | undefined;
}

/** The project in a folder. Git and the files are read at first use. */
export function projectIn(root: string, map: BranchMap): Project {
  let opened: { readonly repository: Repository | undefined } | undefined;
  let backend: ReturnType<typeof backendIn> | undefined;
  return {
    root,
    get name() {
      return projectFileIn(root).name;
    },
    map,
    get repository() {
      return (opened ??= { repository: openRepository(root) }).repository;
    },
    get workspace() {
      return (backend ??= backendIn(root)) === "embedded" ? workspaceOf(root) : undefined;
    },
  };
}

/**
 * Opens the project and checks its map of branches.
 *
 * @throws UserError with every problem of the map.
 */
export function openProject(root: string): Project {
  const stackFiles = readdirSync(root).filter((file) => /^Pulumi\..+\.yaml$/.test(file));
  const { branches, problems } = loadMap(root, (map) => checkBranchMap(map, { stackFiles }));
  if (problems.length > 0)
    throw new UserError(
      ["The map of branches is wrong:", ...problems.map((problem) => `  ${problem}`)].join("\n"),
    );
  return projectIn(root, branches);
}

/** Loaded only when a command needs it: it is code that people edit, and `--help` must not fail with it. */
function loadMap<T>(
  root: string,
  check: (map: BranchMap) => T,
): { readonly branches: BranchMap; readonly problems: T } {
  try {
    const { branches } = require(join(root, "branches.ts")) as { readonly branches: BranchMap };
    return { branches, problems: check(branches) };
  } catch (error) {
    const text = wordsOf(error);
    if (/^(Cannot find module '[^']*branches\.ts'|ENOENT|EISDIR|ELOOP)/.test(text))
      throw new UserError("branches.ts, the map of branches, is missing or is no file: restore it from git.");
    const reason = inOneLine(text.replace(/^.*branches\.ts, (?=line )/, "").split("\n")[0] ?? "", 200);
    throw new UserError(
      `branches.ts can't be loaded (${reason}): correct it (\`npx tsc --noEmit\` shows where), or restore it from git.`,
    );
  }
}

/** The subject of a command in this checkout. @throws UserError as `find`. */
export function findSubject(project: Project, options: SubjectOptions, find = choose): Subject {
  // Git need not be asked where the answer is not used.
  const isNamed = options.branch !== undefined || options.stack !== undefined;
  return new Subject(project, find(options, project.map, isNamed ? undefined : project.repository));
}

/**
 * The subject of a command: found once, handed down to all that the command does, never changed. Files, git, Pulumi and
 * the cluster are read at first use, and the result is kept.
 */
export class Subject {
  /** Undefined where only a stack was named, or the branch is not known. */
  readonly branch: string | undefined;
  readonly stack: string;
  /** Why the command is not about the checked-out branch, as a sentence. */
  readonly note: string | undefined;
  /** Folder of Pulumi.yaml. */
  readonly root: string;
  /** Undefined for a stack that is no environment. */
  readonly environment: Environment | undefined;
  private files: StackConfig | undefined;
  private state: Promise<Checkpoint> | undefined;
  private opened: Promise<Kubernetes> | undefined;

  constructor(
    readonly project: Project,
    private readonly choice: StackChoice,
  ) {
    this.branch = choice.branch;
    this.stack = choice.stack;
    this.note = choice.note;
    this.root = project.root;
    this.environment = environmentOf(choice.stack, project.map);
  }

  get namespace(): string | undefined {
    return this.environment?.namespace;
  }

  /** A sentence where the checkout holds another branch's tree than the stack's; else undefined. */
  otherTree(say = otherTree): string | undefined {
    return say(this.choice, this.project.repository, this.project.map);
  }

  /** A sentence where the working tree lies between two commits; else undefined. */
  get halfway(): string | undefined {
    return halfway(this.choice, this.project.repository);
  }

  /** The configuration that the files give the stack. @throws Error in one sentence where they can't be read. */
  get config(): StackConfig {
    if (this.files === undefined) checkStart(projectFileIn(this.root));
    return (this.files ??= readStackFiles(this.root, this.stack, this.project.workspace));
  }

  /** Before the engine reads them, which has other words for each mistake. @throws as `config`. */
  checkFiles(): void {
    void this.config;
  }

  /** The project's own part of the configuration, unchecked: the settings' check takes longer to load than all this. */
  get declared(): Readonly<Record<string, unknown>> {
    return ownConfig(this.config.values);
  }

  /** The settings, checked. @throws the settings' own error with every problem they have. */
  get settings(): Settings {
    const { settingsIn } =
      require("../settings/stack-settings") as typeof import("../settings/stack-settings");
    const parsed = settingsIn(this.config);
    if ("settings" in parsed) return parsed.settings;
    // Loads all of Pulumi's SDK.
    const { settingsError } =
      require("../settings/read-settings") as typeof import("../settings/read-settings");
    throw settingsError(this.stack, parsed.problems);
  }

  /**
   * The kubeconfig's context for the stack's cluster: the one in its settings, or, on AWS, the one that the AWS CLI
   * makes, which has the cluster's ARN as its name. Undefined means the current one.
   */
  get context(): string | undefined {
    return this.open("context") ?? this.platform?.cluster;
  }

  /** The cluster's identity that the stack's files insist on (docs/runbooks/wrong-cluster.md). */
  get pinnedCluster(): string | undefined {
    return this.open("cluster");
  }

  /** The AWS account of the stack as its files say it, unchecked. */
  get account(): EksAccount | undefined {
    const { platform = "local", aws } = this.declared;
    return platform === "local" || !isEksAccount(aws) ? undefined : aws;
  }

  /** The stack that the stack's cluster on AWS is made by, and the cluster's ARN; undefined where it has none there. */
  get platform(): { readonly stack: string; readonly cluster: string } | undefined {
    const [{ account }, { platform }] = [this, this.declared];
    if (account === undefined || typeof platform !== "string") return undefined;
    return { stack: platform, cluster: clusterArn({ cluster: defaultCluster, ...account }) };
  }

  /** The stack's last checkpoint. @throws where there is no such stack, or its backend doesn't answer. */
  checkpoint(): Promise<Checkpoint> {
    return (this.state ??= lastCheckpoint(this.root, this.stack));
  }

  /** The cluster that the stack's context leads to. @throws where there is none, or it isn't the one the stack is in. */
  cluster(): Promise<Kubernetes> {
    const { openOwnCluster } = require("./cluster") as typeof import("./cluster");
    const { stack, context, pinnedCluster: pinned, account } = this;
    return (this.opened ??= openOwnCluster({ stack, context, pinned, isOnAws: account !== undefined }, () =>
      // What was read before an update must not be kept for after it.
      Promise.resolve(this.state ?? lastCheckpoint(this.root, stack)),
    ));
  }

  /** A setting that is text, and no secret. */
  private open(name: string): string | undefined {
    const value = this.declared[name];
    const isSecret = this.config.secretKeys.includes(`${configNamespace}:${name}`);
    return typeof value === "string" && !isSecret ? value : undefined;
  }
}
