import { parse } from "yaml";

type Step = { uses?: string; run?: string; with?: Record<string, unknown>; env?: Record<string, unknown> };
type Job = { permissions?: unknown; "timeout-minutes"?: unknown; uses?: string; steps?: Step[] };
type Workflow = { on: unknown; permissions?: unknown; concurrency?: unknown; jobs: Record<string, Job> };

/** Triggers that may go together: both run a pull request's code, the second one in a merge queue. */
const FOREIGN_TRIGGERS = ["pull_request", "merge_group"];
/** Token permissions allowed for a workflow that pull requests from forks can start. */
const FOREIGN = new Set(["contents: read"]);
/** Token permissions allowed for the workflow that posts the comment; it runs no foreign code. */
const TRUSTED = new Set(["actions: read", "contents: read", "pull-requests: write"]);

/**
 * Every way in which a workflow breaks the rules that make pull requests from forks safe to run, as sentences;
 * none if it keeps them. A workflow on `workflow_run` holds a token that can write, so other rules apply to it.
 * Source of the rules: GitHub's "Secure use reference" and its "Preventing pwn requests".
 */
export function dangers(text: string): string[] {
  const workflow = parse(text) as Workflow;
  const triggers = names(workflow.on);
  const trusted = triggers.length === 1 && triggers[0] === "workflow_run";
  const jobs = Object.entries(workflow.jobs);
  const steps = jobs.flatMap(([, job]) => job.steps ?? []);
  return [
    ...triggers
      .filter((trigger) => ![...FOREIGN_TRIGGERS, "workflow_run"].includes(trigger))
      .map((trigger) => `trigger ${trigger} is not one of pull_request, merge_group, workflow_run`),
    ...(triggers.length > 1 && triggers.includes("workflow_run")
      ? ["one workflow has triggers of two kinds of trust"]
      : []),
    ...(/\bsecrets\b/.test(withoutComments(text)) ? ["a secret is used"] : []),
    ...(!trusted && /github\.token|github\[|GITHUB_TOKEN|toJSON\(\s*github\s*\)/i.test(withoutComments(text))
      ? ["the token is handed to foreign code"]
      : []),
    ...(workflow.concurrency ? [] : ["concurrency is not set"]),
    ...(triggers.includes("merge_group") && !JSON.stringify(workflow.concurrency ?? "").includes("github.ref")
      ? ["runs of a merge queue cancel each other"]
      : []),
    ...forksBranches(withoutComments(text)),
    ...badPermissions("the workflow", workflow.permissions, FOREIGN),
    ...jobs.flatMap(([name, job]) => [
      ...(job["timeout-minutes"] ? [] : [`job ${name} has no timeout`]),
      ...(job.uses ? [`job ${name} calls another workflow`] : []),
      ...(job.permissions === undefined && !trusted
        ? []
        : badPermissions(`job ${name}`, job.permissions, trusted ? TRUSTED : FOREIGN)),
    ]),
    ...unpinned(text),
    ...steps.flatMap(injections),
    ...steps.flatMap((step) => badCheckout(step, trusted)),
    ...(trusted ? steps.flatMap(foreignCode) : []),
  ];
}

function names(on: unknown): string[] {
  if (typeof on === "string") return [on];
  return Array.isArray(on) ? on.map(String) : Object.keys(on as object);
}

function withoutComments(text: string): string {
  return text.replace(/(^|\s)#.*$/gm, "");
}

function badPermissions(who: string, permissions: unknown, allowed: Set<string>): string[] {
  if (typeof permissions !== "object" || permissions === null)
    return [`${who} does not list its permissions`];
  return Object.entries(permissions)
    .map(([scope, access]) => `${scope}: ${String(access)}`)
    .filter((permission) => !allowed.has(permission))
    .map((permission) => `${who} may not have ${permission}`);
}

/** A fork's `main` is called like ours, so its name means nothing before the head's repository was compared. */
function forksBranches(text: string): string[] {
  return text
    .split("\n")
    .filter((line) => /\bhead_ref\b|GITHUB_HEAD_REF|pull_request\.head\.ref/.test(line))
    .filter((line) => !line.includes("head.repo.full_name == github.repository && github.head_ref ||"))
    .map((line) => `a fork's branch is taken for ours: ${line.trim()}`);
}

/** A tag can be moved to other code; the comment tells people and update bots which version the commit is. */
function unpinned(text: string): string[] {
  return [...text.matchAll(/^[\s-]*["']?uses["']?:\s*(.*)$/gm)]
    .map(([, used = ""]) => used)
    .filter((used) => !/^[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(used))
    .map((used) => `${used} is not pinned to a commit with its version`);
}

/** Whoever names a branch or writes a title would write our shell script. */
function injections({ run, with: inputs }: Step): string[] {
  return [run, inputs?.script]
    .filter((script) => typeof script === "string")
    .filter((script) => script.includes("${{"))
    .map((script) => `an expression is pasted into a script: ${script.trim()}`);
}

function badCheckout({ uses, with: inputs }: Step, trusted: boolean): string[] {
  if (!uses?.startsWith("actions/checkout@")) return [];
  return [
    ...(inputs?.["persist-credentials"] === false ? [] : ["a checkout leaves the token on disk"]),
    ...(trusted && (inputs?.ref ?? inputs?.repository) !== undefined
      ? ["the workflow with the write token checks out something else than the default branch"]
      : []),
  ];
}

function foreignCode({ uses, run, with: inputs }: Step): string[] {
  const outside = String(inputs?.path).startsWith("${{ runner.temp }}/");
  return [
    ...(run && !/^node tools\/[\w-]+\.mjs( "\$[A-Z_]+[\w/-]*")*$/.test(run.trim())
      ? [`the workflow with the write token runs more than a script of tools/: ${run.trim()}`]
      : []),
    ...(uses?.startsWith("actions/download-artifact@") && !outside
      ? ["the artifact is unpacked where it can replace a script"]
      : []),
  ];
}
