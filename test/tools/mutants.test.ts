import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { breaks } from "../../tools/mutants/breaks";
import { importersOf, importsOf, likeliest, reaching } from "../../tools/mutants/reach";

describe("the test files that a break may be noticed by", () => {
  const texts = new Map([
    ["release/color.ts", "export const colors = [];"],
    ["release/plan.ts", 'import {\n  colors,\n  other,\n} from "./color";\nexport { other } from "./color";'],
    ["release/types.ts", 'import type { Color } from "./color";'],
    ["index.ts", 'const load = () => require("./release/plan") as typeof import("./release/plan");'],
    ["test/release/plan.test.ts", 'import { planRelease } from "../../release/plan";'],
    ["test/whole.test.ts", 'import program from "..";\nimport assert from "node:assert/strict";'],
    ["test/other.test.ts", 'import assert from "node:assert/strict";'],
  ]);

  it("are those that import its file, over however many others", () => {
    assert.deepEqual(reaching("release/color.ts", importersOf(texts)), [
      "release/plan.ts",
      "index.ts",
      "test/release/plan.test.ts",
      "test/whole.test.ts",
    ]);
  });

  it("are not those that import no more than a type, nor a package", () => {
    assert.deepEqual(importsOf("release/types.ts", texts.get("release/types.ts") ?? ""), []);
    assert.deepEqual(importsOf("test/other.test.ts", texts.get("test/other.test.ts") ?? ""), []);
  });

  it("are asked in the order in which they are likely to notice", () => {
    const [far, near, own] = ["test/a.test.ts", "test/release/behind.test.ts", "test/release/guard.test.ts"];
    assert.deepEqual(likeliest("release/guard.ts", [far, near, own]), [own, near, far]);
  });
});

describe("the list of breaks", () => {
  it("names lines that are there, each once", function () {
    const root = join(__dirname, "../..");
    const list = ["ls-files", "-z", "*.ts", ":!test", ":!tools"];
    const files = execFileSync("git", list, { cwd: root, encoding: "utf8" }).split("\0").filter(Boolean);
    const texts = files.map((file) => readFileSync(join(root, file), "utf8"));
    const lost = breaks.filter(
      ({ before }) => texts.reduce((count, text) => count + text.split(before).length - 1, 0) !== 1,
    );
    assert.deepEqual(
      lost.map(({ promise }) => promise),
      [],
    );
  });
});
