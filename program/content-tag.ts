import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import {
  chmodSync,
  closeSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
  realpathSync,
  rmSync,
  statSync,
} from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { withoutStack } from "../problems/problem";
import type { Application } from "../settings/application";
import { readText } from "../settings/project-file";
import { ignoredBy } from "./dockerignore";

/** Characters of a content tag: as many as git shows of a large repository's commits. */
const tagLength = 16;

/** A file of a build context. */
interface SentFile {
  /** Relative to the context, with slashes. */
  readonly path: string;
  /** Its type and permissions, as git stores them. */
  readonly kind: "link" | "executable" | "file";
  /** In bytes. */
  readonly size: number;
}

type Built = Pick<Application, "name" | "image" | "build">;

/**
 * The folder that an application's image is built from.
 *
 * @param project the project's folder.
 * @returns the folder's real path.
 * @throws Error in one sentence where it is no folder of the repository, or holds secrets or history.
 */
export function contextOf(project: string, { name, build = "" }: Built): string {
  const refuse = (rule: string, fix = "put the application into a folder of its own"): never => {
    throw withoutStack(
      new Error(`turnout:applications: build of ${name} is ${JSON.stringify(build)}: must ${rule}; ${fix}.`),
    );
  };
  if (!isFolder(join(project, build))) refuse("be a folder that is there", "correct it, or make the folder");
  const [context, root] = [realpathSync(join(project, build)), realpathSync(project)];
  const repository = repositoryOf(root);
  if (isIn(context, root) || context === root)
    refuse("not be the whole project, which holds .git and .turnout with its passphrase");
  if (!isIn(repository, context)) refuse("not lead out of the repository");
  const inside = relative(repository, context).split(sep);
  if ([...closed, "node_modules"].some((folder) => inside.includes(folder)))
    refuse("not be in .git, .turnout or node_modules");
  const held = closed.find((folder) => isFolder(join(context, folder)));
  if (held !== undefined) refuse(`not hold ${held}, as the folder it leads to does`);
  return context;
}

/** Folders whose content no image may have: history, and Turnout's own state with its passphrase. */
const closed = [".git", ".turnout"];
const isFolder = (path: string) => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
const isFile = (path: string) => statSync(path, { throwIfNoEntry: false })?.isFile() === true;
const isIn = (folder: string, path: string) => path.startsWith(folder.endsWith(sep) ? folder : folder + sep);

/** The top of the checkout that a project is in, which may hold others beside it; without git the project itself. */
function repositoryOf(project: string): string {
  for (let folder = project; ; folder = dirname(folder)) {
    if (existsSync(join(folder, ".git"))) return folder;
    if (folder === dirname(folder)) return project;
  }
}

const dockerfile = "Dockerfile";
/** Of a Dockerfile's own ignore file and the context's, BuildKit reads the first one that is there. */
const ignoreFiles = [`${dockerfile}.dockerignore`, ".dockerignore"];

/**
 * The files of a folder that BuildKit would read, in a stable order: the Dockerfile whatever is ignored, and no pipe,
 * socket or device. Folders count by the files in them: git knows no empty one.
 *
 * @throws Error when it can't be read.
 */
function sentFiles(context: string): SentFile[] {
  const ignoreFile = ignoreFiles.map((file) => join(context, file)).find(isFile);
  const isIgnored = ignoreFile === undefined ? () => false : ignoredBy(readText(ignoreFile), ignoreFile);
  return filesUnder(context, "")
    .sort()
    .filter((path) => path === dockerfile || !isIgnored(path))
    .flatMap((path): SentFile[] => {
      if (path.includes("\u{fffd}")) checkName(context, path);
      const stat = (path === dockerfile ? statSync : lstatSync)(join(context, path)); // BuildKit reads what it leads to
      const { size } = stat;
      if (stat.isSymbolicLink()) return [{ path, kind: "link", size }];
      return stat.isFile() ? [{ path, kind: stat.mode & 0o100 ? "executable" : "file", size }] : [];
    });
}

/** @throws Error for a name that is not UTF-8, which BuildKit can't send. */
function checkName(context: string, path: string): void {
  const names = readdirSync(join(context, dirname(path)), { encoding: "buffer" });
  if (names.every((name) => isUtf8(name))) return;
  throw withoutStack(
    new Error(`The build context ${context} has a file whose name is not UTF-8, ${path}; rename it.`),
  );
}

/**
 * The tag of the image that would be built from a folder: a hash of all that `docker build` would send, names and
 * executable bits included. The same on every machine, in a clone and in an exported tree.
 *
 * @throws Error when the folder can't be read.
 */
export function contentTag(context: string): string {
  const hash = createHash("sha256");
  for (const { path, kind, size } of sentFiles(context)) {
    const full = join(context, path);
    hash.update(`${kind} ${path.length} ${path} ${size}\0`);
    if (kind === "link") hash.update(readlinkSync(full, "buffer"));
    else for (const part of partsOf(full, size)) hash.update(part);
  }
  return hash.digest("hex").slice(0, tagLength);
}

/** A file's content, part by part: Node reads no more than 2 GiB at once. */
function* partsOf(file: string, length: number): Generator<Buffer> {
  const open = openSync(file, "r");
  try {
    const part = Buffer.allocUnsafe(Math.min(length + 1, 1 << 20));
    for (let size = readSync(open, part); size > 0; size = readSync(open, part)) yield part.subarray(0, size);
  } finally {
    closeSync(open);
  }
}

function filesUnder(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    // One whose name is not UTF-8 isn't found by it.
    return entry.isDirectory() && existsSync(join(root, path)) ? filesUnder(root, path) : [path];
  });
}

/**
 * The image an application runs: as it is written, or with the tag of the content it is built from.
 *
 * @param registry where built images are pushed; there they are named after their application.
 */
export function imageOf(application: Built, project: string, registry?: string): string {
  const { name, image, build } = application;
  if (build === undefined) return image;
  const repository = registry === undefined ? image : `${registry}/${name}`;
  return `${repository}:${contentTag(contextOf(project, application))}`;
}

/**
 * Copies the files that a content tag is the hash of to a folder of their own, emptied before. Permissions are those
 * that git knows: a builder that hashes the others too would find another image on a machine with another umask, under
 * a tag that can't be moved.
 *
 * @throws Error when the context can't be read or the folder not written.
 */
export function stageContext(context: string, folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const { path, kind } of sentFiles(context)) {
    const copy = join(folder, path);
    mkdirSync(dirname(copy), { recursive: true });
    const how = kind === "link" ? { verbatimSymlinks: true } : { dereference: true };
    cpSync(join(context, path), copy, how);
    if (kind !== "link") chmodSync(copy, kind === "executable" ? 0o755 : 0o644);
  }
  // Also where they ignore themselves: without them the Dockerfile would be copied into an image that leaves it out.
  for (const file of ignoreFiles)
    if (isFile(join(context, file))) cpSync(join(context, file), join(folder, file), { dereference: true });
}
