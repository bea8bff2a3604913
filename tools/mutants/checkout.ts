/** Breaks of what a checkout is taken for, and of what a base is: promise, before, after. */
export const ofCheckouts: readonly (readonly [promise: string, before: string, after: string])[] = [
  [
    "a fork's branch is none of ours",
    'isOwn: isOnly || remote === "origin" || remote === "upstream"',
    "isOwn: true",
  ],
  [
    "the most specific of a remote's refspecs says what a ref is",
    ".sort((a, b) => b.target.length - a.target.length)",
    ".sort((a, b) => a.target.length - b.target.length)",
  ],
  [
    "no branch is taken from a commit at which something has stopped",
    'return stopped === undefined ? only(own("--points-at=HEAD")) : undefined;',
    'return only(own("--points-at=HEAD"));',
  ],
  [
    "a person's detached HEAD is no kept branch",
    "if (isNamed || branch === undefined || checkedOut?.attachedBranch !== undefined || inCI) return choice;",
    "return choice;",
  ],
  [
    "nothing is updated from a tree that is half of a merge",
    "if (checkedOut === undefined || isLaptops(stack)) return undefined;",
    "if (checkedOut !== undefined || isLaptops(stack)) return undefined;",
  ],
  [
    "of two bases the later one counts",
    'git("rev-list", "--no-walk", "--max-count=1", ...bases.sort())',
    "bases.sort()[0]",
  ],
  [
    "a clone without history is not the first commit",
    "if (head !== undefined && repository.isShallow())",
    "if (head === undefined)",
  ],
  [
    "a base is written by its own attributes",
    "GIT_DIR: checkout.gitFolder, GIT_WORK_TREE: target,",
    "GIT_DIR: checkout.gitFolder, GIT_WORK_TREE: checkout.top,",
  ],
  [
    "an ordinary Pulumi program is not run as a base",
    "isEnvironments(usual) ? usual : elsewhere(folder.path)",
    "usual",
  ],
  [
    "a fork's branch that has HEAD in it is not merged into",
    'tracked("--no-contains=HEAD", ...patterns)',
    "tracked(...patterns)",
  ],
  ["a diff whose base isn't known fails", "if (diff.isUnknown) {", "if (false) {"],
  [
    "a stack that other branches still have is not left behind",
    "if (still?.namespace === before.namespace) return [];",
    "",
  ],
];
