import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { anchorsOf, brokenCitations, type Text } from "./citations";

const root = join(__dirname, "../..");

/** Nobody writes in them; and this file, whose citations are broken on purpose. */
const leftOut = ["package-lock.json", "tools/go.sum", "test/docs/citations.test.ts"];

/** All texts that are or could be committed. */
function textsOfRepository(): Text[] {
  const list = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const paths = execFileSync("git", list, { cwd: root, encoding: "utf8" }).split("\0").filter(Boolean);
  return paths
    .filter((path) => !leftOut.includes(path) && existsSync(join(root, path)))
    .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));
}

const facts: Text = { path: "docs/facts.md", text: "# Facts\n\n## Fargate sizes\n" };
const adr: Text = { path: "docs/adr/0008-cut-off-updates.md", text: "# 8. Cut off\n" };
const code: Text = { path: "release/plan.ts", text: "export {};\n" };
const broken = (path: string, ...lines: string[]) =>
  brokenCitations([facts, adr, code, { path, text: lines.join("\n") }]);

describe("a citation in this repository", () => {
  it("leads to a file and a heading that are there", () => {
    assert.deepEqual(brokenCitations(textsOfRepository()), []);
  });

  it("is what keeps a fact in docs/facts.md", () => {
    const texts = textsOfRepository();
    const listed = texts.find(({ path }) => path === "docs/facts.md")?.text ?? "";
    const sections = anchorsOf(listed.replace(/^## .*$/gm, "")).slice(1);
    const elsewhere = texts.filter(({ path }) => path !== "docs/facts.md").map(({ text }) => text);
    const cited = new Set(elsewhere.join("\n").match(/(?<=facts\.md#)[\w-]+/g));
    assert.deepEqual(
      sections.filter((section) => !cited.has(section)),
      [],
    );
  });
});

describe("brokenCitations", () => {
  it("finds files and headings that comments cite and that are not there", () => {
    assert.deepEqual(
      broken(
        "capacity/size.ts",
        "/** The sizes (docs/facts.md#fargate-sizes), in order (docs/facts.md). */",
        "/** The sizes (docs/facts.md#fargate-prices). */",
        "  rows, // as in other.md and in docs/elsewhere.md",
        ' * "Where a line belongs" in notes/design.md',
      ),
      [
        "capacity/size.ts:2: docs/facts.md#fargate-prices",
        "capacity/size.ts:3: docs/elsewhere.md",
        "capacity/size.ts:3: other.md",
        "capacity/size.ts:4: notes/design.md",
      ],
    );
  });

  it("finds what a message tells a user to read, but takes a name in a string for none", () => {
    assert.deepEqual(broken("cli/main.ts", 'say("as in docs/gone.md");', 'write("diff.md");'), [
      "cli/main.ts:1: docs/gone.md",
    ]);
  });

  it("finds comments of YAML and shell scripts", () => {
    assert.deepEqual(broken("Pulumi.yaml", "  # see docs/facts.md, aws.md", "name: aws.md"), [
      "Pulumi.yaml:1: aws.md",
    ]);
  });

  it("finds ADRs that are not there", () => {
    const lines = ["// docs/adr/0008 and ADR 8", "// docs/adr/0009, ADR 10"];
    assert.deepEqual(broken("cli/main.ts", ...lines), [
      "cli/main.ts:2: docs/adr/0009",
      "cli/main.ts:2: ADR 10",
    ]);
    assert.deepEqual(broken("docs/aws.md", ...lines), [
      "docs/aws.md:2: docs/adr/0009",
      "docs/aws.md:2: ADR 10",
    ]);
  });

  it("finds sections of what is neither here nor a public standard", () => {
    assert.deepEqual(
      broken(
        "naming/limits.ts",
        "// RFC 1035 §2.3.4",
        "// URL Standard, §4.4",
        "// the plan §3",
        "// plan.md §c",
      ),
      ["naming/limits.ts:3: §3", "naming/limits.ts:4: plan.md", "naming/limits.ts:4: §c"],
    );
  });

  it("finds links and paths of a Markdown file", () => {
    assert.deepEqual(
      broken(
        "docs/aws.md",
        "# On AWS",
        "[a](facts.md), [b](facts.md#fargate-sizes), [c](#on-aws), [d](../release/plan.ts), [e](adr/)",
        "[a](facts.md#sizes), [c](#on-azure), [d](../release/gone.ts)",
        "`release/plan`, `release/`, `release/plan.ts`, `pkg/of/another.go`, `kubernetes.io/role/elb`",
        "`release/gone.ts`, `docs/gone/`",
        "docs/gone.md and gone.md",
      ),
      [
        "docs/aws.md:3: ](facts.md#sizes)",
        "docs/aws.md:3: ](../release/gone.ts)",
        "docs/aws.md:3: ](#on-azure)",
        "docs/aws.md:5: `release/gone.ts`",
        "docs/aws.md:5: `docs/gone/`",
        "docs/aws.md:6: docs/gone.md",
        "docs/aws.md:6: gone.md",
      ],
    );
  });

  it("leaves addresses and blocks of code alone", () => {
    assert.deepEqual(
      broken("docs/aws.md", "[x](https://example.org/gone.md#at)", "```sh", "cat gone.md", "```"),
      [],
    );
    assert.deepEqual(broken("cli/main.ts", "// https://example.org/docs/gone.md#at"), []);
  });
});

describe("anchorsOf", () => {
  it("is what GitHub makes of headings", () => {
    assert.deepEqual(
      anchorsOf(
        "# Prices\n\n## What was tried, and what was not\n\n### `eks` & [ALB](alb.md)\n\n## Prices\n\n```\n# no\n```\n",
      ),
      ["prices", "what-was-tried-and-what-was-not", "eks--alb", "prices-1"],
    );
  });
});
