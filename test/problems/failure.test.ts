import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { programFailure, sentenceOf, withoutPasswords, wordsOf } from "../../problems/failure";
import { withoutStack } from "../../problems/problem";

const page = (stderr: string, err = "") =>
  new Error(`code: 255\n stdout: \n stderr: ${stderr}\n err?: ${err}\n`);
const lists: readonly (readonly [title: string, error: unknown, words: readonly string[]])[] = [
  [
    "a list of the engine's own",
    page("error: 2 errors occurred:\n    1) no plugin for aws\n    2) no plugin for kubernetes"),
    ["2 errors occurred:\n    1) no plugin for aws\n    2) no plugin for kubernetes"],
  ],
  [
    "a list of a provider's",
    page("warning: it is old\nerror: 2 errors occurred:\n\t* web-blue is gone\n\t* web-green\nis gone\n\n"),
    ["2 errors occurred:\n\t* web-blue is gone\n\t* web-green\nis gone"],
  ],
  [
    "two errors, of which one is a list, that are there twice",
    page(
      "error: no state\nerror: 1 error occurred:\n\t* no bucket",
      "Error: Command failed\nerror: no state\nerror: 1 error occurred:\n\t* no bucket",
    ),
    ["no state", "1 error occurred:\n\t* no bucket"],
  ],
  ["an error without a page", new Error("no network"), ["no network"]],
  ["no error at all", "no network", ["no network"]],
];

describe("wordsOf", () => {
  for (const [title, error, words] of lists)
    it(`has ${title} with all of its lines`, () => {
      assert.equal(wordsOf(error), words.join("\n"));
    });
});

/** The error that an act throws. */
function thrown(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return assert.fail("nothing was thrown");
}

const file = __filename;
const failures: readonly (readonly [title: string, error: unknown, sentence: string])[] = [
  [
    "one of ours",
    withoutStack(new TypeError("turnout:domain is 1: must be text; set it.")),
    "turnout:domain is 1: must be text; set it.",
  ],
  ["any other with a message", new Error("There is no cluster."), "There is no cluster."],
  ["text", "no network", "no network"],
  ["nothing", undefined, "undefined"],
  ["an empty message", new Error(" "), "Something failed without saying what"],
  ["an object that can't be text", Object.create(null), "Something failed without saying what"],
  [
    "a mistake in a program",
    thrown(() => (null as unknown as { read(): void }).read()),
    "A program failed (TypeError: Cannot read properties of null (reading 'read')): if it isn't your own, report it; the command with DEBUG=turnout set shows where.",
  ],
  ["escape codes", new Error("a\u001b]52;c;AA\u0007b"), "a\\u{1b}]52;c;AA\\u{7}b"],
  [
    "a file that isn't there",
    thrown(() => readFileSync("/nowhere/at all")),
    "/nowhere/at all can't be opened (it isn't there, or the folder that it would be in): restore it, or make that folder.",
  ],
  [
    "a folder under a file",
    thrown(() => mkdirSync(join(file, "x"))),
    `${file}/x can't be made (a part of its path is no folder): move that away.`,
  ],
  [
    "a folder in a file's place",
    thrown(() => mkdirSync(file)),
    `${file} can't be made (something else is in its place): move that away.`,
  ],
  [
    "a file that is to be listed",
    thrown(() => readdirSync(file)),
    `${file} can't be listed (a part of its path is no folder): move that away.`,
  ],
  [
    "a folder that is to be written",
    thrown(() => {
      writeFileSync(__dirname, "");
    }),
    `${__dirname} can't be opened (it is a folder): move that away.`,
  ],
  [
    "an error of the system that is not known",
    Object.assign(new Error("EBADF"), { code: "EBADF", syscall: "fchmod", path: "/x" }),
    "/x can't be used (EBADF): look at it, then run the command again.",
  ],
  [
    "a program that is no TypeScript",
    new Error(
      "Transform failed with 2 errors:\n/a b/index.ts:2:0: ERROR: Unexpected end of file\n/x.ts:3:1: ERROR: y",
    ),
    "/a b/index.ts, line 2: Unexpected end of file: correct that line, or restore the file from git.",
  ],
  [
    "a package that isn't installed",
    thrown(() => createRequire(file)("nowhere-to-be-found")),
    "Turnout's packages are not all installed (Cannot find module 'nowhere-to-be-found'): run `npm ci`.",
  ],
  [
    "a file of ours that isn't there",
    thrown(() => createRequire(file)("./nowhere.ts")),
    "A file is missing, or is a folder (Cannot find module './nowhere.ts'): restore it from git.",
  ],
];

describe("sentenceOf", () => {
  for (const [title, error, sentence] of failures)
    it(`is one sentence without a trace for ${title}`, () => {
      assert.equal(sentenceOf(error), sentence);
    });
});

describe("withoutPasswords", () => {
  it("leaves an address as it is but for its password", () => {
    assert.equal(
      withoutPasswords(
        "open postgres://ana:hunter2@db:5432/x and https://ana@h/ and app@sha256:1 file:///a:b@c",
      ),
      "open postgres://ana:[secret]@db:5432/x and https://ana@h/ and app@sha256:1 file:///a:b@c",
    );
  });
});

describe("programFailure", () => {
  const failed = (reason: string) =>
    `The program failed (${reason}): correct index.ts or what it loads, or restore it from git; \`DEBUG=turnout npx turnout diff\` shows where.`;
  const thrownThings: readonly (readonly [title: string, error: unknown, sentence: string])[] = [
    ["words", new Error("no\u001b[31m \n  luck"), failed("no\\u{1b}[31m luck")],
    ["a mistake", new TypeError("x is no function."), failed("TypeError: x is no function.")],
    ["null", null, failed("null")],
    ["text", "no luck", failed("no luck")],
    ["no words", new Error(""), failed("it threw what says nothing")],
    ["what is no text", Object.create(null), failed("it threw what says nothing")],
    [
      "what fails as text",
      {
        toString: () => {
          throw new Error("no text");
        },
      },
      failed("it threw what says nothing"),
    ],
    ["very much", "x".repeat(1000), failed(`${"x".repeat(300)}…`)],
    [
      "a file that is no TypeScript",
      new Error("Transform failed with 1 error:\n/x/index.ts:2:0: ERROR: Unexpected end of file"),
      failed("/x/index.ts, line 2: Unexpected end of file"),
    ],
    ["a sentence", new Error("There is no\ncluster."), "There is no\ncluster."],
    ["a wrong setting", withoutStack(new Error("a setting is wrong")), "a setting is wrong"],
  ];
  for (const [title, error, sentence] of thrownThings)
    it(`has a sentence for ${title}`, () => {
      assert.equal(programFailure(error).message, sentence);
    });

  it("keeps the trace of what was thrown", () => {
    const error = new Error("half done");
    assert.equal(programFailure(error).stack, error.stack);
  });
});
