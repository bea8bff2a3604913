// What to say on a pull request, and where: pure, so that tests reach every rule.
// The diff is written by the pull request's own code and posted under our name: nothing in it is trusted.

/** First line of the one comment that is kept up to date; hidden when rendered. */
export const MARKER = "<!-- turnout:diff -->";

/** The login that a workflow's own token writes under; no person can register a name with brackets. */
export const AUTHOR = "github-actions[bot]";

/** Longest comment written, in UTF-16 units; GitHub refuses bodies over 65,536. */
export const MAX_BODY = 60_000;

const GAP = "\u200b";

/** Each is undone by something invisible, never by removal: removing can join what stood on both sides. */
const SPEAKING = [
  // Before all others: what is left must already be the text that GitHub will read.
  [/(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu, " "],
  // An entity renders as the character that the rules below look for; a numeric one needs no semicolon in HTML.
  [/&(?!(?:amp|lt|gt|quot);)(?=#|[A-Za-z][A-Za-z0-9]*;)/g, "&amp;"],
  // Images have many names in HTML (`image` is one), and `a` makes links: only what a diff folds with stays a tag.
  [/<(?!\/?(?:details|summary)>)(?=[A-Za-z/!?])/gi, `<${GAP}`],
  // Images and links in each form, also those whose address stands elsewhere, or leads to GitHub without naming it.
  [/!(?=\[)/g, `!${GAP}`],
  [/\](?=[(:])/g, `]${GAP}`],
  // Image digests stay as they are, to be copied; GitHub sees no mention after a letter or digit.
  [/(?<![A-Za-z0-9])@|@(?!sha256:)/g, `@${GAP}`],
  [/#(?=\d)/g, `#${GAP}`],
  // A backslash before a mark is not shown.
  [/\bGH\\*-(?=\d)/gi, `$&${GAP}`],
  // A link to an issue or a commit leaves a reference on that page.
  [/github\\*\.\\*com(?=\\*[/:?#.])/gi, `$&${GAP}`],
];

/**
 * Takes from untrusted Markdown what acts outside its comment: mentions, references to issues, images, links, HTML,
 * hidden comments (so also a second marker), and characters that no one sees. It still reads the same.
 */
export function neutralise(markdown) {
  return SPEAKING.reduce((text, [pattern, instead]) => text.replace(pattern, instead), markdown);
}

/**
 * The whole comment: marker, where the diff comes from, the diff. Never longer than MAX_BODY.
 * Our own text is above the diff, because a cut may leave a code block open.
 */
export function renderComment(diff, run) {
  const head = `${MARKER}\nOffline diff of ${run.sha.slice(0, 12)}, made by [the pull request's own code](${run.url}).\n\n`;
  const text = neutralise(diff).trim();
  if (head.length + text.length <= MAX_BODY) return head + text;
  const note =
    "Too long for a comment and cut at its end: the artifact `turnout-diff` of that run has all of it.\n\n";
  return head + note + text.slice(0, MAX_BODY - head.length - note.length).replace(/[\ud800-\udbff]$/, "");
}

/** The pull request's number as the artifact claims it; undefined unless it is a plain positive number. */
export function parseNumber(text) {
  return /^[1-9]\d{0,9}$/.test(text.trim()) ? Number(text.trim()) : undefined;
}

/**
 * Why this run may not speak on that pull request, as one sentence; undefined if it may.
 * The number comes from foreign code, the run from GitHub: only a pull request whose head is the run's own
 * commit, in the run's own repository, can be the one that made the artifact.
 */
export function refusal(pull, run) {
  const repository = pull.head.repo?.full_name;
  if (!repository || repository !== run.repository) {
    return `Pull request ${pull.number} comes from ${repository ?? "a deleted repository"}, this run from ${run.repository}: no comment is written; let the artifact's number.txt name the run's own pull request.`;
  }
  if (pull.head.sha !== run.sha) {
    return `Pull request ${pull.number} is at ${pull.head.sha}, this run at ${run.sha}: no comment is written; the run of the newer commit writes it.`;
  }
  return undefined;
}

/** The step after which exactly one comment of ours says `body`; people's comments are never touched. */
export function planComment(comments, body) {
  const own = comments.find(({ user, body: said }) => user?.login === AUTHOR && said?.startsWith(MARKER));
  if (!own) return { action: "create" };
  return own.body === body ? { action: "none" } : { action: "update", id: own.id };
}
