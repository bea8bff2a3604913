import assert from "node:assert/strict";
import { ignoredBy } from "../../program/dockerignore";

describe("ignoredBy", () => {
  /** The paths that github.com/moby/patternmatcher 0.6.1 leaves in, of these. */
  const paths = [
    ...["a", "ab", "a.b", "A", "a b", "a$b", "(a)/b", "a|b", "[a]", "#a", "!a", "a*b", "é"],
    ...["x.log", "x.logs", "d/x.log", "d/e/x.log", "d/e/y", "d/ab", "dd/y", "d.log/y"],
  ];
  for (const [text, left] of [
    ["a", paths.filter((path) => path !== "a")],
    ["/a/", paths.filter((path) => path !== "a")],
    ["./d/../a", paths.filter((path) => path !== "a")],
    ["*", []],
    ["**", []],
    [".", paths],
    ["..", paths],
    ["../a", paths],
    ["*\n!d", ["d/x.log", "d/e/x.log", "d/e/y", "d/ab"]],
    ["*\n!d\nd/e", ["d/x.log", "d/ab"]],
    ["*\n! /d/e/ ", ["d/e/x.log", "d/e/y"]],
    ["!a\n*", []],
    ["*\n!**.log", ["x.log", "d/x.log", "d/e/x.log", "d.log/y"]],
    ["*\n!**/*.log", ["x.log", "d/x.log", "d/e/x.log", "d.log/y"]],
    ["*\n!*.log", ["x.log", "d.log/y"]],
    ["*\n!**/x.log", ["x.log", "d/x.log", "d/e/x.log"]],
    ["*\n!d/**/x.log", ["d/x.log", "d/e/x.log"]],
    ["*\n!d/**", ["d/x.log", "d/e/x.log", "d/e/y", "d/ab"]],
    ["*\n!d**", ["d/x.log", "d/e/x.log", "d/e/y", "d/ab", "dd/y", "d.log/y"]],
    ["*\n!d/*", ["d/x.log", "d/e/x.log", "d/e/y", "d/ab"]],
    ["*\n!(a)", ["(a)/b"]],
    ["*\n!(*)", ["(a)/b"]],
    ["*\n!a|b", ["a|b"]],
    ["*\n!a$b", ["a$b"]],
    ["*\n!a.?", ["a.b"]],
    ["*\n!a?b", ["a.b", "a b", "a$b", "a|b", "a*b"]],
    ["*\n![aA]", ["a", "A"]],
    ["*\n![^a-z]", ["A", "é"]],
    ["*\n!\\[a\\]", ["[a]"]],
    ["*\n!a\\*b", ["a*b"]],
    ["*\n!!a", ["!a"]],
    ["*\n!\\#a", ["#a"]],
    ["#a", paths],
    [" #a", paths.filter((path) => path !== "#a")],
    ["\ufeff#a\r\n\r\n  a  \r\n", paths.filter((path) => path !== "a")],
    ["a b", paths.filter((path) => path !== "a b")],
  ] as const)
    it(`leaves out what BuildKit does by ${JSON.stringify(text)}`, () => {
      const isIgnored = ignoredBy(text, ".dockerignore");
      assert.deepEqual(
        paths.filter((path) => !isIgnored(path)),
        left,
      );
    });

  for (const pattern of ["[a", "a/[]", "[a-]", "a\\", "!", "![b"])
    it(`refuses ${pattern}, as BuildKit does`, () => {
      assert.throws(() => ignoredBy(`# first\n${pattern}\n`, ".dockerignore"), {
        message: `.dockerignore: line 2 is ${JSON.stringify(pattern)}: must be a pattern that Docker takes; put \\ before a [ or \\ that is meant as such.`,
        stack: "",
      });
    });
});
