// Posts the offline diff on its pull request: `node tools/comment.mjs FOLDER`, FOLDER as the artifact unpacked.
// Runs with a token that can write, so it imports nothing but Node and reads the artifact as plain text.
import { constants } from "node:fs";
import { open, readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseNumber, planComment, refusal, renderComment } from "./comment-plan.mjs";

/** Largest file of the artifact that is read, in bytes: far above any diff, far below the memory of a runner. */
export const MAX_FILE = 1_000_000;

const PAGE = 100;

/**
 * Writes or updates the comment and says so in one sentence.
 * `env` holds what a runner sets: GITHUB_API_URL, GITHUB_REPOSITORY, GITHUB_EVENT_PATH, and GITHUB_TOKEN.
 * Throws an Error of one sentence for an artifact that cannot be right and for every refusal of the API.
 */
export async function comment(folder, env) {
  const { workflow_run: event } = JSON.parse(await readFile(env.GITHUB_EVENT_PATH, "utf8"));
  const run = { repository: event.head_repository?.full_name, sha: event.head_sha, url: event.html_url };
  const claim = await readUntrusted(folder, "number.txt");
  const number = parseNumber(claim);
  if (number === undefined) {
    throw new Error(
      `number.txt of the artifact holds ${JSON.stringify(claim.slice(0, 40))}: it must hold the pull request's number and nothing else.`,
    );
  }
  const body = renderComment(await readUntrusted(folder, "diff.md"), run);

  const call = api(env);
  const refused = refusal(await call("GET", `/pulls/${number}`), run);
  if (refused) return refused;

  const plan = planComment(await allComments(call, number), body);
  if (plan.action === "create") await call("POST", `/issues/${number}/comments`, { body });
  if (plan.action === "update") await call("PATCH", `/issues/comments/${plan.id}`, { body });
  return `Pull request ${number}: ${{ create: "comment written", update: "comment updated", none: "comment already says this" }[plan.action]}.`;
}

async function allComments(call, number) {
  const all = [];
  for (let page = 1; ; page += 1) {
    const some = await call("GET", `/issues/${number}/comments?per_page=${PAGE}&page=${page}`);
    all.push(...some);
    if (some.length < PAGE) return all;
  }
}

/** A link in the artifact could point at the runner's own files, and its text would become public: none is followed. */
async function readUntrusted(folder, name) {
  let file;
  try {
    file = await open(join(folder, name), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    const why = error.code === "ENOENT" ? "is missing" : "cannot be read";
    throw new Error(`${name} of the artifact ${why}: it must be a plain file.`);
  }
  try {
    const stat = await file.stat();
    if (!stat.isFile()) throw new Error(`${name} of the artifact cannot be read: it must be a plain file.`);
    if (stat.size > MAX_FILE) {
      throw new Error(
        `${name} of the artifact has ${stat.size} bytes, more than the ${MAX_FILE} that are read: make the diff smaller.`,
      );
    }
    return await file.readFile("utf8");
  } finally {
    await file.close();
  }
}

function api({ GITHUB_API_URL, GITHUB_REPOSITORY, GITHUB_TOKEN }) {
  return async (method, path, data) => {
    const answer = await fetch(`${GITHUB_API_URL}/repos/${GITHUB_REPOSITORY}${path}`, {
      method,
      headers: {
        accept: "application/vnd.github+json",
        authorization: `Bearer ${GITHUB_TOKEN}`,
        "content-type": "application/json",
        "x-github-api-version": "2022-11-28",
      },
      body: data && JSON.stringify(data),
      redirect: "error",
      signal: AbortSignal.timeout(30_000),
    }).catch((error) => {
      throw new Error(
        `GitHub did not answer ${method} ${path} (${error.cause?.message ?? error.message}): run the workflow again.`,
      );
    });
    if (!answer.ok) {
      throw new Error(
        `GitHub refused ${method} ${path} with ${answer.status}: check the job's permissions, then run it again.`,
      );
    }
    return answer.json();
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  comment(process.argv[2] ?? ".", process.env).then(console.log, (error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
