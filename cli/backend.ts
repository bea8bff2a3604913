import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { basename, delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { stringify } from "yaml";
import { checkpointFile, hasLocks } from "../internals/file-backend";
import { isSecret, secretSignature } from "../internals/secret-mark";
import type { Checkpoint } from "../release/checkpoint";
import { projectContentIn, projectFileIn, readText } from "../settings/project-file";
import { stackFileOf, workspaceOf } from "../settings/stack-files";
import { isObject } from "../problems/problem";
import { readMapping } from "../settings/yaml";
import { UserError } from "./terminal";

/** The facts that decide where a person's Pulumi state is kept. */
export interface BackendFacts {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Text of Pulumi's credentials.json; undefined where there is none. */
  readonly credentials: string | undefined;
  /** `backend.url` of Pulumi.yaml. */
  readonly projectUrl: unknown;
}

/**
 * Where the state of stacks is kept: the person's own Pulumi backend, or, where nobody is logged in to one,
 * files inside the checkout, so that a first environment needs no account.
 */
export function backendOf({ environment, credentials, projectUrl }: BackendFacts): "own" | "embedded" {
  if (environment.PULUMI_BACKEND_URL || environment.PULUMI_ACCESS_TOKEN || projectUrl) return "own";
  return loggedIn(credentials) ? "own" : "embedded";
}

function loggedIn(credentials: string | undefined): boolean {
  try {
    return Boolean((JSON.parse(credentials ?? "{}") as { current?: string }).current);
  } catch {
    return false; // what can't be read can't have logged anybody in
  }
}

/** The backend of a checkout's stacks, by this machine's environment and files. */
export function backendIn(root: string): ReturnType<typeof backendOf> {
  const home = process.env.PULUMI_HOME ?? join(homedir(), ".pulumi");
  const { backend } = projectContentIn(root);
  return backendOf({
    environment: process.env,
    credentials: textOf(join(home, "credentials.json")),
    projectUrl: isObject(backend) ? backend.url : undefined,
  });
}

const textOf = (file: string) => (existsSync(file) ? readText(file) : undefined);

/** Where the Pulumi CLI works, and the variables it needs there. */
export interface Workplace {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * The backend inside the checkout: state, a passphrase made once, and a work folder of its own. The tracked
 * stack files are copied into it, because Pulumi writes its encryption salt into the file it works with,
 * and the salt of one laptop's passphrase must not be committed.
 */
export function embeddedBackend(root: string, stack: string): Workplace {
  const [folder, state] = [workspaceOf(root), stateOf(root)];
  checkFolders(root);
  for (const path of [folder, state]) mkdirSync(path, { recursive: true, mode: 0o700 });
  copyFileSync(join(root, "Pulumi.yaml"), join(folder, "Pulumi.yaml"));
  const tracked = stackFileOf(root, stack);
  if (tracked !== undefined) copyStackFile(tracked, join(folder, `Pulumi.${stack}.yaml`));
  return {
    folder,
    environment: {
      PULUMI_BACKEND_URL: pathToFileURL(state).href,
      PULUMI_CONFIG_PASSPHRASE: passphrase(join(root, ".turnout", "passphrase")),
    },
  };
}

function copyStackFile(tracked: string, own: string): void {
  const { encryptionsalt: salt } = readMapping(textOf(own) ?? "", own);
  const now = readMapping(readText(tracked), basename(tracked));
  const all = { ...(salt !== undefined && { encryptionsalt: salt }), ...now };
  // Text in quotes: Pulumi takes more than this writer of YAML for numbers.
  writeFileSync(own, stringify(all, { defaultStringType: "QUOTE_DOUBLE", lineWidth: 0 }));
}

/**
 * The passphrase of a checkout's state, made at the first call. Written whole and then linked into place: of two commands
 * started at once both read the one that was first, and neither a part of it.
 */
function passphrase(file: string): string {
  if (!existsSync(file)) {
    const own = `${file}-${process.pid}`;
    writeFileSync(own, randomBytes(24).toString("base64url"), { mode: 0o600 });
    try {
      linkSync(own, file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    } finally {
      rmSync(own);
    }
  }
  const stat = lstatSync(file);
  if (!stat.isFile()) throw new UserError(`${passphraseOf} is no file; ${restore}`);
  if (process.platform !== "win32" && (stat.mode & 0o077) !== 0)
    throw new UserError(
      `${passphraseOf} may be read by other users; nothing was done. Run \`chmod 600 .turnout/passphrase\`, and change the secrets if somebody may have seen it.`,
    );
  const text = readFileSync(file, "utf8").trim();
  if (text === "") throw new UserError(`${passphraseOf} is empty; ${restore}`);
  return text;
}

const passphraseOf = "The passphrase of this checkout's state, .turnout/passphrase,";
const restore =
  "nothing was done. Put back the one that the state was made with; without it the stacks of .turnout can't be read, and must be removed by hand before .turnout is deleted.";

/**
 * Refuses state that came with a clone: a link may lead anywhere, and a passphrase that is in git is nobody's secret.
 *
 * @throws UserError where `.turnout` or a folder in it is something else than a folder.
 */
function checkFolders(root: string): void {
  for (const name of [".turnout", ".turnout/state", ".turnout/workspace"]) {
    const stat = lstatSync(join(root, name), { throwIfNoEntry: false });
    if (stat === undefined || stat.isDirectory()) continue;
    throw new UserError(
      `${name} is ${stat.isSymbolicLink() ? "a link" : "no folder"}: it must be a folder of this checkout's own, for it keeps state and passphrase; nothing was done. Remove it, also from git if it was committed.`,
    );
  }
}

const stateOf = (root: string) => join(root, ".turnout", "state");
const stateFile = (root: string, stack: string) =>
  checkpointFile(stateOf(root), projectFileIn(root).name, stack);

/** Whether a stack is known to exist, so that Pulumi need not be asked. */
export const isMade = (root: string, stack: string): boolean =>
  backendIn(root) === "embedded" && existsSync(stateFile(root, stack));

/** Whether a stack is locked in the backend inside the checkout; false for any other backend, which is not asked. */
export function isLocked(root: string, stack: string): boolean {
  if (backendIn(root) === "own") return false;
  return hasLocks(stateOf(root), projectFileIn(root).name, stack);
}

const patience = 30_000; // milliseconds that a backend has to answer; it usually does within one second
const most = 64 * 2 ** 20; // bytes; a platform's state has some hundred thousand

/**
 * A stack's last checkpoint: the file of the backend inside the checkout; from any other backend by `pulumi stack
 * export`, which takes some tenths of a second and the backend's time.
 *
 * @throws where there is no such stack, or its backend doesn't answer.
 */
export async function lastCheckpoint(root: string, stack: string): Promise<Checkpoint> {
  return checkpointIn(
    backendIn(root) === "embedded"
      ? readFileSync(stateFile(root, stack), "utf8")
      : await exported(root, stack),
  );
}

async function exported(root: string, stack: string): Promise<string> {
  const own = join(root, ".turnout", "pulumi", "bin"); // where cli/pulumi-cli.ts installs it
  const env = {
    ...process.env,
    PATH: `${process.env.PATH ?? ""}${delimiter}${own}`,
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
  const args = ["stack", "export", "--stack", stack, "--non-interactive"];
  const options = { cwd: root, env, timeout: patience, maxBuffer: most };
  return (await promisify(execFile)("pulumi", args, options)).stdout;
}

interface State {
  readonly resources?: readonly {
    readonly urn: string;
    readonly type: string;
    readonly outputs?: unknown;
    /** It waits for its deletion. */
    readonly delete?: boolean;
  }[];
}

/** Reads a state as a backend of files keeps it, or as Pulumi exports it, without its secrets. */
export function checkpointIn(text: string): Checkpoint {
  const withoutSecrets = (_: string, value: unknown) => (isSecret(value) ? "[secret]" : value);
  // Looking through each value takes several times as long as reading the text.
  const content: unknown = JSON.parse(text, text.includes(secretSignature) ? withoutSecrets : undefined);
  const { checkpoint, deployment } = content as {
    checkpoint?: { latest?: State };
    deployment?: State;
  };
  const resources = (checkpoint?.latest ?? deployment)?.resources ?? [];
  return Object.fromEntries(
    resources
      .filter((resource) => resource.delete !== true)
      .map(({ urn, type, outputs }) => [urn, { type, outputs }]),
  );
}
