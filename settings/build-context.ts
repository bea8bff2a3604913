import { chmodSync, cpSync, mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { sentFiles } from "./content-tag";

/**
 * Copies what a content tag is the hash of, and nothing else, to a folder of its own, emptied before. Permissions are
 * those that git knows: a builder that hashes the others too would find another image on a machine with another umask,
 * under a tag that can't be moved.
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
