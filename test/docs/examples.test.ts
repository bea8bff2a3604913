import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const docs = join(__dirname, "../../docs");
const textOf = (...path: string[]) => readFileSync(join(docs, ...path), "utf8");

describe("an example of the docs", () => {
  for (const file of readdirSync(join(docs, "examples")))
    it(`is quoted as it runs in the tests: ${file}`, () => {
      const pages = readdirSync(docs).filter((page) => page.endsWith(".md"));
      const link = `](examples/${file})`;
      const [page = assert.fail(`no page links to ${file}`)] = pages.filter((one) =>
        textOf(one).includes(link),
      );
      const [, quoted] =
        textOf(page)
          .split(link)[1]
          ?.split(/^```ts\n|^```$/m) ?? [];
      assert.equal(quoted, textOf("examples", file));
    });
});
