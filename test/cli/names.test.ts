import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { branches } from "../../branches";
import { namesTable, runNames, type NamesCommandOptions } from "../../cli/names";
import { namesOf } from "../../naming/names";

async function printed(branch: string, options: NamesCommandOptions): Promise<string> {
  const out = new PassThrough();
  runNames(branch, options, branches, out);
  out.end();
  return text(out);
}

describe("namesTable", () => {
  it("shows each name with its length and its limit", () => {
    assert.equal(
      namesTable(namesOf("fix/cart", branches)),
      [
        "name                                value                                      length  limit",
        "branch                              fix/cart                                        8      -",
        "stack                               pr-fix-cart-a912ed93f9ce                       24    100",
        "namespace                           smallcase-fix-cart-a912ed93f9ce                31     63",
        "host                                smallcase-fix-cart-a912ed93f9ce.localhost      41    253",
        "service                             web-blue                                        8     63",
        "service                             web-green                                       9     63",
        "label app.kubernetes.io/part-of     smallcase                                       9     63",
        "label app.kubernetes.io/instance    smallcase-fix-cart-a912ed93f9ce                31     63",
        "label app.kubernetes.io/managed-by  Pulumi                                          6     63",
        "label turnout.dev/stack             pr-fix-cart-a912ed93f9ce                       24     63",
        "",
      ].join("\n"),
    );
  });
});

describe("runNames", () => {
  it("prints the table", async () => {
    assert.equal(await printed("develop", {}), namesTable(namesOf("develop", branches)));
  });

  it("prints JSON with the agreed keys and a newline at the end", async () => {
    assert.equal(
      await printed("develop", { json: true, domain: "example.org", applications: ["api"], local: true }),
      `{
  "branch": "develop",
  "stack": "local-develop",
  "namespace": "smallcase-local-develop",
  "host": "smallcase-local-develop.example.org",
  "service": [
    "api-blue",
    "api-green"
  ],
  "labels": {
    "app.kubernetes.io/part-of": "smallcase",
    "app.kubernetes.io/instance": "smallcase-local-develop",
    "app.kubernetes.io/managed-by": "Pulumi",
    "turnout.dev/stack": "local-develop"
  }
}
`,
    );
  });

  it("gives back the very branch in JSON, whatever characters it is of", async () => {
    for (const branch of ["größe/検索", 'a"b\\c', "\ud800", "\u001b[31m", ""]) {
      assert.equal((JSON.parse(await printed(branch, { json: true })) as { branch: string }).branch, branch);
    }
  });
});
