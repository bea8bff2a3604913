import assert from "node:assert/strict";
import { readMapping } from "../../settings/yaml";

const read = (text: string) => readMapping(text, "Pulumi.dev.yaml");

describe("readMapping", () => {
  /** What the CLI makes of each, in JSON: tried with the loaders of Pulumi 3.246. */
  const alike: Readonly<Record<string, unknown>> = {
    "0": 0,
    "-5": -5,
    "+3": 3,
    "1.5": 1.5,
    "1.0": 1,
    ".5": 0.5,
    "1.": 1,
    "1e3": 1000,
    "1E-3": 0.001,
    "0x1F": 31,
    "0o17": 15,
    "9007199254740991": 9007199254740991,
    true: true,
    True: true,
    yes: "yes",
    on: "on",
    y: "y",
    "~": null,
    Null: null,
    nUll: "nUll",
    "12:30:45": "12:30:45",
    "1.35.1": "1.35.1",
    "250m": "250m",
    "1Gi": "1Gi",
    "1_000m": "1_000m",
    _1: "_1",
    "._5": "._5",
    "0b2": "0b2",
    "0x": "0x",
    "2026-11": "2026-11",
    "2026-11-30 at noon": "2026-11-30 at noon",
    "10.0.0.0/16": "10.0.0.0/16",
    "'010'": "010",
    '"1_000"': "1_000",
    "'2026-11-30'": "2026-11-30",
    '"a\\\\/b"': "a\\/b",
    '"\\x41\\u00e9"': "Aé",
    "{ a: [1, x] }": { a: [1, "x"] },
    "|\n  010\n": "010\n",
  };
  for (const [text, value] of Object.entries(alike))
    it(`reads ${JSON.stringify(text)} as the Pulumi CLI does`, () => {
      assert.deepEqual(read(`a: ${text}\n`), { a: value });
    });

  it("lays merged mappings below a mapping's own keys, and earlier ones above later ones", () => {
    const maps = "one: &one { a: 1, b: 2 }\ntwo: &two { b: 3, c: 4 }\n";
    const merged = (text: string) => read(`${maps}x: ${text}\n`).x;
    assert.deepEqual(merged("{ <<: *one }"), { a: 1, b: 2 });
    assert.deepEqual(merged("{ <<: *one, b: 9 }"), { a: 1, b: 9 });
    assert.deepEqual(merged("{ b: 9, <<: *one }"), { a: 1, b: 9 });
    assert.deepEqual(merged("{ <<: [*one, *two] }"), { a: 1, b: 2, c: 4 });
    assert.deepEqual(merged("{ <<: { z: { <<: *two } } }"), { z: { b: 3, c: 4 } });
    assert.deepEqual(merged("*one"), { a: 1, b: 2 });
  });

  const number =
    "must be a number in plain digits of up to 9007199254740991, or text in quotes, for Pulumi reads 010 as 8, 1_000 as 1000 and 2026-11-30 as a time; write it so";
  const key = "must have text for a key; put quotes around it";
  const tag = "must have no tag such as !!str; leave it out, and put quotes around text";
  const character = "must be text in UTF-8 without control characters; remove the one there";
  const escaped =
    "must have no \\/ and no half of a character such as \\ud83d, which Pulumi refuses; write the character itself";
  const flow = "must have quotes in { } and [ ] around text with ? or with : at an end; put quotes around it";
  const oneLine = "must have a key and its colon on one line in { } and [ ]; put them there";
  const beginning =
    "must not begin with an empty line, which Pulumi loses, nor with a tab before more lines; remove it";
  const anchor =
    "must have letters, digits, _ and - alone in an anchor's name, which Pulumi takes for its end else; rename it";
  const tab = "must have no tab where a line begins; put spaces in its place";
  for (const [text, rule, line = 2] of [
    ["a: 010", number],
    ["a: -07", number],
    ["a: 012345678901", number],
    ["a: 08", number],
    ["a: 00.5", number],
    ["a: 1_000", number],
    ["a: 1_000.5", number],
    ["a: 0b11", number],
    ["a: 0X1F", number],
    ["a: -0x1F", number],
    ["a: 0O7", number],
    ["a: 9007199254740993", number],
    ["a: 1e400", number],
    ["a: .inf", number],
    ["a: -.Inf", number],
    ["a: .NaN", number],
    ["a: 2026-11-30", number],
    ["a: 2026-1-2T3:04:05Z", number],
    ["a: 2026-11-30 10:00:00.5", number],
    ["a: 2026-11-30  10:00:00", number],
    ["a: 2026-11-30T10:00:00,5Z", number],
    ["a: { b: [x, 010] }", number],
    ["a: { path: /healthz?full=1 }", flow],
    ["a: [?x]", flow],
    ["a: [x, :y]", flow],
    ["a: [x:, y]", flow],
    ["a: {x:}", flow],
    ["a: { x\n  : y }", oneLine],
    ['a: { "x\n  y": z }', oneLine],
    ["a: |\n\n  x", beginning],
    ['a: [x, "\\ny"]', beginning],
    ['a: "\\tx\\ny"', beginning],
    ["a: &x.y z", anchor],
    ["a: &é z", anchor],
    ["a: &x { y: *x }", "must not contain itself; write out the value that *x stands for"],
    ["a: &x [{ y: [*x] }]", "must not contain itself; write out the value that *x stands for"],
    ["a: x\n \t", tab, 3],
    ["\t# x\na: x", tab],
    ["a:\n  -\tx", tab, 3],
    ["a:\n  - \ty", tab, 3],
    ["010: a", key],
    ["2026-11-30: a", number],
    ["a:\n  - x\n  - 1_0", number, 4],
    ["1: a", key],
    ["true: a", key],
    ["~: a", key],
    [": a", key],
    ["{ a: { 1: b } }: c", key],
    ["a: &b c\n*b : d", key, 3],
    ['a: { "<<": { b: 1 } }', "must have << without quotes, which Pulumi ignores; remove them"],
    ["a: { <<: { b: 1 }, <<: { c: 1 } }", "must have << once; give it a list, as in <<: [*one, *other]"],
    ["a: !!str 5", tag],
    ["a: !!binary aGk=", tag],
    ["a: ! x", tag],
    ["a: !!map { b: 1 }", tag],
    ["a: [!x y]", tag],
    ['a: "\\/"', escaped],
    ['a: "\\\\\\/"', escaped],
    ['a: "\\ud83d\\ude00"', escaped],
    ["a: x\u0085", character],
    ["a: 'x\u2028y'", character],
    ["a: \u0007", character],
    ["a: \ufffd", character],
    ["a: x\ufeff", character],
    ["a: x\ry", character],
  ] as const)
    it(`refuses ${JSON.stringify(text)}, which Pulumi reads differently or not at all`, () => {
      const message = `Pulumi.dev.yaml, line ${line}: ${rule}.`;
      assert.throws(() => read(`# first\n${text}\n`), { message, stack: "" });
    });

  it("refuses another version of YAML", () => {
    const message =
      "Pulumi.dev.yaml, line 1: must not begin with %YAML, which Pulumi ignores; remove that line.";
    assert.throws(() => read("%YAML 1.1\n---\na: yes\n"), { message });
  });

  it("refuses a last line of text without its end, which Pulumi reads as another text", () => {
    const message =
      "Pulumi.dev.yaml, line 1: must end with a line break, without which Pulumi reads another text; add one at the end of the file.";
    for (const text of ["a: |\n  x", "a: >\n  x", "a: |+\n  x"])
      assert.throws(() => read(text), { message, stack: "" });
    assert.deepEqual(read("a: |-\n  x"), { a: "x" });
  });

  it("refuses a second document, which Pulumi ignores", () => {
    const message = (line: number) =>
      `Pulumi.dev.yaml, line ${line}: must be one document, for Pulumi reads the first alone; remove the --- or ... before that line, and all after it that is not meant.`;
    assert.throws(() => read("a: 1\n---\na: 2\n"), { message: message(2) });
    assert.throws(() => read("---\n---\na: 2\n"), { message: message(2) });
    assert.deepEqual(read("---\na: 1\n...\n"), { a: 1 });
  });

  it("takes a tab that belongs to a text, or comes after something", () => {
    assert.deepEqual(read("a: |\n  x\n  \ty\nb:\tz\t# c\nc: 'x\n  \ty'\n"), {
      a: "x\n\ty\n",
      b: "z",
      c: "x y",
    });
  });

  it("takes a mark of byte order at the start, and nothing for an empty mapping", () => {
    assert.deepEqual(read("\ufeffa: 1\n"), { a: 1 });
    for (const text of ["", "# nothing\n", "---\n", "~\n"]) assert.deepEqual(read(text), {});
  });
});
