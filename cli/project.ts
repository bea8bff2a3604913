import { readdirSync } from "node:fs";
import { branches } from "../branches";
import { openRepository, type Repository } from "../git/repository";
import type { BranchMap } from "../naming/branch-map";
import { checkBranchMap } from "../naming/check-branch-map";
import { UserError } from "./user-error";

/** The checkout that a command works on. */
export interface Project {
  /** Folder of Pulumi.yaml. */
  readonly root: string;
  /** Undefined in a folder without git. */
  readonly repository: Repository | undefined;
  readonly map: BranchMap;
}

/**
 * Opens the project and checks its map of branches.
 *
 * @throws UserError with every problem of the map.
 */
export function openProject(root: string): Project {
  const stackFiles = readdirSync(root).filter((file) => /^Pulumi\..+\.yaml$/.test(file));
  const problems = checkBranchMap(branches, { stackFiles });
  if (problems.length > 0)
    throw new UserError(
      ["The map of branches is wrong:", ...problems.map((problem) => `  ${problem}`)].join("\n"),
    );
  return { root, repository: openRepository(root), map: branches };
}
