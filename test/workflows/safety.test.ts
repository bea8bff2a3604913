import assert from "node:assert/strict";
import { dangers } from "./safety";

/** Stands for any commit that an action could be pinned to. */
const SHA = "3d3c42e5aac5ba805825da76410c181273ba90b1";

const FOREIGN = `
on: pull_request
permissions:
  contents: read
concurrency: one
jobs:
  test:
    runs-on: ubuntu-latest
    timeout-minutes: 5
    steps:
      - uses: actions/checkout@${SHA} # v7.0.1
        with:
          persist-credentials: false
      - run: npm cit
`;

const TRUSTED = `
on:
  workflow_run:
    workflows: [pull-request]
    types: [completed]
permissions: {}
concurrency: one
jobs:
  comment:
    runs-on: ubuntu-latest
    timeout-minutes: 5
    permissions:
      pull-requests: write
    steps:
      - uses: actions/checkout@${SHA} # v7.0.1
        with:
          persist-credentials: false
      - uses: actions/download-artifact@${SHA} # v8.0.1
        with:
          path: \${{ runner.temp }}/diff
      - run: node tools/comment.mjs "$RUNNER_TEMP/diff"
`;

/** Each a safe workflow with one thing changed, and the one sentence that must come of it. */
const bad: [promise: string, base: string, from: string, to: string, danger: string][] = [
  [
    "pull_request_target runs with secrets",
    FOREIGN,
    "on: pull_request\n",
    "on: pull_request_target\n",
    "trigger pull_request_target is not one of pull_request, merge_group, workflow_run",
  ],
  [
    "two triggers mix two kinds of trust",
    FOREIGN,
    "on: pull_request\n",
    "on: [pull_request, workflow_run]\n",
    "one workflow has triggers of two kinds of trust",
  ],
  [
    "groups of a merge queue in one group of runs",
    FOREIGN,
    "on: pull_request\n",
    "on: [pull_request, merge_group]\n",
    "runs of a merge queue cancel each other",
  ],
  ...["${{ github.head_ref }}", "${{ github.event.pull_request.head.ref }}"].map(
    (ref): [string, string, string, string, string] => [
      `a branch's name that may be a fork's: ${ref}`,
      FOREIGN,
      "- run: npm cit",
      `- run: npm cit\n        env:\n          BRANCH: ${ref}`,
      `a fork's branch is taken for ours: BRANCH: ${ref}`,
    ],
  ),
  [
    "the same from the runner's own variable",
    FOREIGN,
    "- run: npm cit",
    '- run: turnout diff --branch="$GITHUB_HEAD_REF"',
    'a fork\'s branch is taken for ours: - run: turnout diff --branch="$GITHUB_HEAD_REF"',
  ],
  [
    "a secret",
    FOREIGN,
    "- run: npm cit",
    "- run: npm cit\n        env: { A: '${{ secrets.A }}' }",
    "a secret is used",
  ],
  [
    "every secret at once",
    FOREIGN,
    "- run: npm cit",
    "- run: npm cit\n        env: { A: '${{ toJSON(secrets) }}' }",
    "a secret is used",
  ],
  [
    "the token in foreign code's environment",
    FOREIGN,
    "- run: npm cit",
    "- run: npm cit\n        env: { A: '${{ github.token }}' }",
    "the token is handed to foreign code",
  ],
  ["no concurrency group", FOREIGN, "concurrency: one\n", "", "concurrency is not set"],
  ["no time-out", FOREIGN, "    timeout-minutes: 5\n", "", "job test has no timeout"],
  [
    "no permissions, so the repository's defaults",
    FOREIGN,
    "permissions:\n  contents: read\n",
    "",
    "the workflow does not list its permissions",
  ],
  [
    "permissions by one word",
    FOREIGN,
    "permissions:\n  contents: read\n",
    "permissions: read-all\n",
    "the workflow does not list its permissions",
  ],
  [
    "a write permission",
    FOREIGN,
    "contents: read",
    "contents: write",
    "the workflow may not have contents: write",
  ],
  [
    "a write permission of one job",
    FOREIGN,
    "    timeout-minutes: 5\n",
    "    timeout-minutes: 5\n    permissions: { id-token: write }\n",
    "job test may not have id-token: write",
  ],
  [
    "an action by tag",
    FOREIGN,
    `@${SHA} # v7.0.1`,
    "@v7",
    "actions/checkout@v7 is not pinned to a commit with its version",
  ],
  [
    "an action by a short commit",
    FOREIGN,
    `@${SHA} # v7.0.1`,
    "@3d3c42e # v7.0.1",
    "actions/checkout@3d3c42e # v7.0.1 is not pinned to a commit with its version",
  ],
  [
    "a commit without its version",
    FOREIGN,
    `@${SHA} # v7.0.1`,
    `@${SHA}`,
    `actions/checkout@${SHA} is not pinned to a commit with its version`,
  ],
  [
    "a branch name in a script",
    FOREIGN,
    "run: npm cit",
    "run: echo ${{ github.ref_name }}",
    "an expression is pasted into a script: echo ${{ github.ref_name }}",
  ],
  [
    "a title in a script",
    FOREIGN,
    "run: npm cit",
    "run: |\n          npm cit\n          echo '${{ github.event.pull_request.title }}'",
    "an expression is pasted into a script: npm cit\necho '${{ github.event.pull_request.title }}'",
  ],
  [
    "a title in a JavaScript action",
    FOREIGN,
    "run: npm cit",
    `uses: actions/github-script@${SHA} # v8.0.0\n        with: { script: "say('\${{ github.event.issue.title }}')" }`,
    "an expression is pasted into a script: say('${{ github.event.issue.title }}')",
  ],
  [
    "a checkout that keeps the token",
    FOREIGN,
    "persist-credentials: false",
    "fetch-depth: 2",
    "a checkout leaves the token on disk",
  ],
  [
    "a called workflow, which has rules of its own",
    FOREIGN,
    "    timeout-minutes: 5\n",
    `    timeout-minutes: 5\n    uses: a/b/.github/workflows/c.yml@${SHA} # v1.0.0\n`,
    "job test calls another workflow",
  ],
  [
    "the write token beside the pull request's code",
    TRUSTED,
    "persist-credentials: false",
    "persist-credentials: false\n          ref: ${{ github.event.workflow_run.head_sha }}",
    "the workflow with the write token checks out something else than the default branch",
  ],
  [
    "the write token beside the fork's code",
    TRUSTED,
    "persist-credentials: false",
    "persist-credentials: false\n          repository: ${{ github.event.workflow_run.head_repository.full_name }}",
    "the workflow with the write token checks out something else than the default branch",
  ],
  [
    "the write token beside install scripts",
    TRUSTED,
    'run: node tools/comment.mjs "$RUNNER_TEMP/diff"',
    "run: npm ci",
    "the workflow with the write token runs more than a script of tools/: npm ci",
  ],
  [
    "the write token beside a script from the artifact",
    TRUSTED,
    'run: node tools/comment.mjs "$RUNNER_TEMP/diff"',
    'run: node "$RUNNER_TEMP/diff/comment.mjs"',
    'the workflow with the write token runs more than a script of tools/: node "$RUNNER_TEMP/diff/comment.mjs"',
  ],
  [
    "the write token beside a second command",
    TRUSTED,
    'mjs "$RUNNER_TEMP/diff"',
    'mjs "$RUNNER_TEMP/diff"; git fetch',
    'the workflow with the write token runs more than a script of tools/: node tools/comment.mjs "$RUNNER_TEMP/diff"; git fetch',
  ],
  [
    "an artifact over the checkout",
    TRUSTED,
    "path: ${{ runner.temp }}/diff",
    "path: diff",
    "the artifact is unpacked where it can replace a script",
  ],
  [
    "a job that may push",
    TRUSTED,
    "pull-requests: write",
    "contents: write",
    "job comment may not have contents: write",
  ],
  [
    "a job with the repository's default permissions",
    TRUSTED,
    "    permissions:\n      pull-requests: write\n",
    "",
    "job comment does not list its permissions",
  ],
];

describe("the safety rules", () => {
  it("find nothing in the safe workflows that the bad ones are made from", () => {
    assert.deepEqual([dangers(FOREIGN), dangers(TRUSTED)], [[], []]);
  });

  for (const [promise, base, from, to, danger] of bad) {
    it(`refuse ${promise}`, () => {
      assert.ok(base.includes(from), "the snippet to change is not in the base");
      assert.deepEqual(dangers(base.replace(from, () => to)), [danger]);
    });
  }
});
