import assert from "node:assert/strict";
import fc from "fast-check";
import {
  AUTHOR,
  MARKER,
  MAX_BODY,
  neutralise,
  parseNumber,
  planComment,
  refusal,
  renderComment,
} from "../../tools/comment-plan.mjs";

const run = { repository: "someone/fork", sha: "a".repeat(40), url: "https://example.test/runs/1" };
const head = `${MARKER}\nOffline diff of aaaaaaaaaaaa, made by [the pull request's own code](https://example.test/runs/1).\n\n`;

describe("planComment", () => {
  const body = `${MARKER}\nnew`;
  const own = { id: 7, user: { login: AUTHOR }, body: `${MARKER}\nold` };

  it("creates the first comment", () => assert.deepEqual(planComment([], body), { action: "create" }));
  it("updates the comment of an earlier run in place", () =>
    assert.deepEqual(planComment([{ id: 1, user: null, body: "hi" }, own], body), {
      action: "update",
      id: 7,
    }));
  it("leaves a comment alone that already says the same", () =>
    assert.deepEqual(planComment([{ ...own, body }], body), { action: "none" }));
  it("never touches a person's comment, even one with the marker", () =>
    assert.deepEqual(planComment([{ ...own, user: { login: "someone" } }], body), { action: "create" }));
  it("never touches another comment of the same bot", () =>
    assert.deepEqual(
      planComment(
        [
          { ...own, body: `quoting ${MARKER}` },
          { ...own, body: undefined },
        ],
        body,
      ),
      {
        action: "create",
      },
    ));
});

describe("refusal", () => {
  const pull = { number: 3, head: { sha: run.sha, repo: { full_name: run.repository } } };

  it("lets a run speak on the pull request that it ran for", () =>
    assert.equal(refusal(pull, run), undefined));
  it("refuses another person's pull request", () =>
    assert.equal(
      refusal({ ...pull, head: { ...pull.head, repo: { full_name: "victim/app" } } }, run),
      "Pull request 3 comes from victim/app, this run from someone/fork: no comment is written; let the artifact's number.txt name the run's own pull request.",
    ));
  it("refuses a pull request whose repository is gone", () =>
    assert.match(
      refusal({ ...pull, head: { ...pull.head, repo: null } }, run) ?? "",
      /a deleted repository/,
    ));
  it("refuses where the repository of both is gone: nothing proves that it was the same", () =>
    assert.match(
      refusal({ ...pull, head: { ...pull.head, repo: null } }, { ...run, repository: undefined }) ?? "",
      /a deleted repository/,
    ));
  it("leaves a pull request that has moved on to its newer run", () =>
    assert.equal(
      refusal({ ...pull, head: { ...pull.head, sha: "b".repeat(40) } }, run),
      `Pull request 3 is at ${"b".repeat(40)}, this run at ${run.sha}: no comment is written; the run of the newer commit writes it.`,
    ));
});

describe("parseNumber", () => {
  it("reads a number with its newline", () => assert.equal(parseNumber("42\n"), 42));
  for (const text of ["", "0", "-1", "1.5", "1e3", "0x10", "42/../../x", "1\n2", "٣", "99999999999"]) {
    it(`refuses ${JSON.stringify(text)}`, () => assert.equal(parseNumber(text), undefined));
  }
});

describe("neutralise", () => {
  const still: [what: string, text: string, speaks: RegExp][] = [
    ["a mention", "hi @octocat", /@octocat/],
    ["a mention of a team", "@org/team", /@org/],
    ["a mention after emphasis", "_a_@octocat", /@octocat/],
    ["a mention by number", "&#64;octocat &#x40;octocat &#64octocat", /&#/],
    ["a mention by entity", "&commat;octocat", /&commat;/],
    ["a mention after an entity that old HTML lets end anywhere", "<div>&nbsp@octocat</div>", /@octocat/],
    ["an issue", "see #12 and a/b#12", /#12/],
    ["an issue by entity", "&num;12", /&num;/],
    ["an issue in the old spelling", "GH-12", /GH-12/],
    ["a link to an issue", "https://GitHub.com/a/b/issues/1", /github\.com\//i],
    ["an image", "![pixel](https://example.test/p.png)", /!\[/],
    ["an HTML image", '<IMG src="x">', /<img/i],
    ["an HTML image by its other name", '<image src="https://example.test/p.png">', /<image/],
    ["an image in SVG", '<svg><image href="https://example.test/p.png"/></svg>', /<\/?[a-z]/],
    ["a form's image", '<input type="image" src="https://example.test/p.png">', /<input/],
    ["an HTML link", '<a href="/a/b/issues/1">x</a>', /<\/?a/],
    ["what only looks like a fold", '<details onclick="x">', /<details/],
    ["a declaration", "<?x?><![CDATA[x]]>", /<[?!]/],
    ["a link to an issue with escapes", "[x](https://github\\.com/a/b/issues/1)", /\]\(/],
    ["text that becomes a link when it is shown", "https://github\\.com\\/a/b/issues/1", /github\\\.com\\\//],
    ["a link to a host with a dot at its end", "https://github.com./a/b/issues/1", /github\.com\./],
    ["a link's address that stands elsewhere", "[x][y]\n\n[y]: https://github\\.com/a/b/issues/1", /\]:/],
    ["a footnote", "x[^1]\n\n[^1]: <https://github.com/a/b/issues/1>", /\]:/],
    ["a link that names no host", "[x](/a/b/issues/1)", /\]\(/],
    ["an image whose address stands elsewhere", "![x][y]\n\n[y]: https://example.test/p.png", /!\[|\]:/],
    ["an issue in the old spelling with an escape", "GH\\-12", /GH\\-12/],
    ["a host's name with what no one sees", "https://git\u00adhub.com/a/b/issues/1", /git\u00adhub/],
    ["a mention with what no one sees", "@\u2060octocat \ufeff@octocat", /\u2060|\ufeff/],
    ["a second marker", `${MARKER}${MARKER}`, /<!--/],
    ["a marker inside a marker", "<!-<!-- -->- turnout:diff -->", /<!--/],
    ["text that reads backwards", "a\u202eb\u2066c", /[\u202e\u2066]/],
    ["terminal codes", "a\u001b[31mb\u0000c\r", /[\u001b\u0000\r]/],
  ];
  for (const [what, text, speaks] of still) {
    it(`silences ${what}`, () => {
      assert.match(text, speaks);
      assert.doesNotMatch(neutralise(text), speaks);
    });
  }

  it("leaves a diff as it is, digests and escapes included", () => {
    const diff =
      "## pr-x\n\n```diff\n- image: app@sha256:0a1b\n+ image: app@sha256:2c3d\n```\n| a &lt; b | `x&y` |\n\n<details><summary>What differs</summary>\n\n- `containers[0].env`: `1 < 2` → `\\.`\n\n</details>\n";
    assert.equal(neutralise(diff), diff);
  });
});

describe("renderComment", () => {
  it("says first that the pull request's own code wrote it", () =>
    assert.equal(renderComment("# Diff\n\n@me\n", run), `${head}# Diff\n\n@\u200bme`));

  it("keeps the longest diff that fits, and says above a longer one where the rest is", () => {
    const fits = "x".repeat(MAX_BODY - head.length);
    assert.equal(renderComment(fits, run), head + fits);
    const cut = renderComment(`${fits}x`, run);
    assert.equal(cut.length, MAX_BODY);
    assert.ok(
      cut.startsWith(`${head}Too long for a comment and cut at its end: the artifact \`turnout-diff\``),
    );
  });

  it("never cuts a character in two", () => {
    for (const shift of ["", "x"]) {
      // Throws on half a character.
      encodeURIComponent(renderComment(shift + "😀".repeat(MAX_BODY), run));
    }
  });

  it("holds one marker, no mention and at most 60,000 characters, whatever the diff", () => {
    const piece = fc.constantFrom(
      "<!--",
      "<",
      "!",
      "--",
      MARKER,
      "@",
      "a",
      "&#64;",
      "\u0000",
      "\u202e",
      "😀",
      "\n",
    );
    const longest = fc.constantFrom(1, 2000);
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), longest, (pieces, times) => {
        const body = renderComment(pieces.join("").repeat(times), run);
        assert.equal(body.split("<!--").length, 2);
        assert.doesNotMatch(body, /@a|&#/);
        assert.ok(body.length <= MAX_BODY);
      }),
    );
  });
});
