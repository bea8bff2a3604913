import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { entryIn } from "../../program/entry";

describe("a project's program", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "turnout-entry-"))));
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const write = (text: string, type = "commonjs") => {
    writeFileSync(join(folder, "package.json"), JSON.stringify({ type }));
    writeFileSync(join(folder, "index.ts"), text);
  };

  for (const [type, text] of Object.entries({
    commonjs: "const made: object = { a: 1 };\nexport = async () => made;\n",
    module: "const made: object = { a: 1 };\nexport default async () => made;\n",
  }))
    it(`is what its index.ts exports: ${type}`, async () => {
      write(text, type);
      assert.deepEqual(await entryIn(folder)(), { a: 1 });
    });

  for (const text of ["export const name = 1;\n", "export = { name: 1 };\n", "export default 1;\n", "1;\n"])
    it(`is missing where that exports something else: ${text.trim()}`, () => {
      write(text);
      assert.throws(() => entryIn(folder), {
        message:
          "index.ts exports no program: end it with `export = turnout({ branches });` (docs/components.md).",
        stack: "",
      });
    });
});
