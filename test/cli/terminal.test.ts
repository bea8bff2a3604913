import assert from "node:assert/strict";
import { columns } from "../../cli/terminal";

describe("columns", () => {
  it("stay aligned beside wide characters and marks", () => {
    const lines = [
      ["検索", "1"],
      ["e\u0301", "2"],
      ["🚀", "3"],
      ["abcd", "4"],
    ];
    assert.equal(columns(["a", "b"], lines), "a     b\n検索  1\ne\u0301     2\n🚀    3\nabcd  4\n");
  });

  it("show what would move the cursor or turn the text around as an escape", () => {
    const lines = [["\u001b[31m\n\u202e\u2028\ud800"]];
    assert.equal(columns(["a"], lines), "a\n\\u{1b}[31m\\u{a}\\u{202e}\\u{2028}\\u{d800}\n");
  });

  it("leave no blanks at the end of a line", () => {
    assert.equal(columns(["name", "long header"], [["x", "y"]], ["name"]), "name  long header\n   x  y\n");
  });
});
