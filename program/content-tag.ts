import ignorer from "@balena/dockerignore";
import { createHash } from "node:crypto";
import {
  chmodSync,
  cpSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
} from "node:fs";
import { dirname, join } from "node:path";
import type { Application } from "../settings/application";

/** Characters of a content tag: as many as git shows of a large repository's commits. */
const tagLength = 16;

/** A file of a build context. */
interface SentFile {
  /** Relative to the context, with slashes. */
  readonly path: string;
  /** Its type and permissions, as git stores them. */
  readonly kind: "link" | "executable" | "file";
}

/** The files of a folder that `docker build` would send, in a stable order. @throws Error when it can't be read. */
function sentFiles(context: string): SentFile[] {
  const ignore = ignorer({ ignorecase: false });
  try {
    ignore.add(readFileSync(join(context, ".dockerignore"), "utf8"));
  } catch {
    // A context without a .dockerignore is sent whole.
  }
  return filesUnder(context, "")
    .sort()
    .filter((path) => !ignore.ignores(path))
    .map((path) => {
      const stat = lstatSync(join(context, path));
      return { path, kind: stat.isSymbolicLink() ? "link" : stat.mode & 0o100 ? "executable" : "file" };
    });
}

/**
 * The tag of the image that would be built from a folder: a hash of all that `docker build` would send, names and
 * executable bits included. The same on every machine, in a clone and in an exported tree.
 *
 * @throws Error when the folder can't be read.
 */
export function contentTag(context: string): string {
  const hash = createHash("sha256");
  for (const { path, kind } of sentFiles(context)) {
    const full = join(context, path);
    const content = kind === "link" ? readlinkSync(full) : readFileSync(full);
    hash.update(`${kind} ${path.length} ${path} ${content.length}\0`).update(content);
  }
  return hash.digest("hex").slice(0, tagLength);
}

function filesUnder(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    return entry.isDirectory() ? filesUnder(root, path) : [path];
  });
}

/** The image an application runs: as it is written, or with the tag of the content it is built from. */
export function imageOf({ image, build }: Pick<Application, "image" | "build">, context: string): string {
  return build === undefined ? image : `${image}:${contentTag(context)}`;
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
    cpSync(join(context, path), copy, { verbatimSymlinks: true });
    if (kind !== "link") chmodSync(copy, kind === "executable" ? 0o755 : 0o644);
  }
}
