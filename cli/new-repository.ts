import { existsSync } from "node:fs";
import { join } from "node:path";
import { checkoutAt } from "../git/checkout";
import { GitError, runGit } from "../git/run";
import { UserError } from "./terminal";

/** The top folder of the checkout that a folder is in; undefined where it is in none. @throws UserError where git can't say. */
export function topOf(folder: string): string | undefined {
  try {
    return checkoutAt(folder)?.top;
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    throw new UserError(`A project needs git (${error.sentence}): put that right, and run this again.`);
  }
}

/** Whether git knows a name. @throws nothing: one that it can't look for isn't there. */
function knows(root: string, ...args: string[]): boolean {
  try {
    return runGit(root, args).output !== "";
  } catch {
    return false;
  }
}

const hasCommit = (root: string) => knows(root, "rev-parse", "--verify", "--quiet", "HEAD");

/**
 * Commits a project that was made in a repository without commits; in one that has some, its owner does.
 *
 * @param made what is the project's, so that nothing else of the folder gets into the commit.
 */
export function commitFirst(root: string, made: readonly string[], say: (line: string) => void): void {
  if (topOf(root) === undefined) {
    runGit(root, ["init", "--quiet", "--initial-branch=main"]);
    say("A git repository is begun.");
  }
  if (hasCommit(root)) return;
  const files = [...made, "vendor", "package.json", "package-lock.json"];
  const author: string[] = [];
  if (!knows(root, "var", "GIT_AUTHOR_IDENT")) {
    author.push("-c", "user.name=turnout", "-c", "user.email=turnout@localhost");
    say("Git doesn't know your name yet (`git config user.name`), so the first commit is by turnout.");
  }
  try {
    runGit(root, ["add", "--", ...files.filter((file) => existsSync(join(root, file)))]);
    runGit(root, [...author, "commit", "--quiet", "--message", "Begin the project"]);
  } catch (error) {
    const reason = error instanceof GitError ? error.sentence : String(error);
    throw new UserError(
      `The project is made, but git can't commit it (${reason}): commit it yourself, then run this again for its branches.`,
    );
  }
  say("It is committed.");
}

/** Makes the kept branches of the template's map beside the one that is there, once the project is in a commit. */
export function makeBranches(root: string, say: (line: string) => void): void {
  const missing = ["staging", "develop"].filter(
    (branch) => !knows(root, "for-each-ref", `refs/heads/${branch}`, `refs/remotes/**/${branch}`),
  );
  if (!knows(root, "ls-tree", "--name-only", "HEAD", "branches.ts")) {
    const more =
      missing.length === 0 ? "" : `, then run this again for its branches ${missing.join(" and ")}`;
    return void say(`Look at what was made, and commit it${more}.`);
  }
  for (const branch of missing) {
    runGit(root, ["branch", "--no-track", branch]);
    say(`Branch ${branch} is made.`);
  }
  if (
    !knows(
      root,
      "for-each-ref",
      "refs/heads/main",
      "refs/heads/master",
      "refs/remotes/**/main",
      "refs/remotes/**/master",
    )
  )
    say("No branch is called main or master: name the one that is in production in branches.ts.");
}
