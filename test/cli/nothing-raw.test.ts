import assert from "node:assert/strict";
import { routeTrouble } from "../../cli/cluster";
import { podReport } from "../../cli/pods";
import { Progress } from "../../cli/progress";
import { statusMarkdown, statusText, type Status } from "../../cli/status";
import { columns, shownOn, UserError } from "../../cli/terminal";
import type { Change, Op, StackDiff } from "../../diff/change";
import { formatJson, formatText } from "../../diff/format";
import { formatMarkdown } from "../../diff/format-markdown";
import { explainUnknownStack } from "../../naming/environment";
import { excerpt, json, legible } from "../../problems/problem";
import { branches } from "../../branches";
import { hostile, rawIn } from "./hostile";

const urn = `urn:pulumi:dev::turnout::kubernetes:apps/v1:Deployment::${hostile}`;

/** Lines of a progress that is told of one event. */
function progressOf(event: object, preview = false): string {
  const said: string[] = [];
  const progress = new Progress((line) => said.push(line), undefined, preview);
  progress.on({ sequence: 1, timestamp: 1, ...event });
  return said.join("\n");
}
const diagnosticEvent = (severity: string, message = hostile) => ({
  diagnosticEvent: { message, severity, color: "never", urn },
});

const switched = { at: "2026-11-21T13:30:00.000Z", from: hostile, to: hostile, share: 100 };
const status: Status = {
  stack: hostile,
  applications: {
    [hostile]: {
      url: `http://${hostile}`,
      previewUrl: hostile,
      weights: { blue: 100, green: 0 },
      blue: { release: hostile, replicas: 1, ready: true },
      since: {},
      lastSwitch: { ...switched, requests: 1, failures: 0 },
      next: hostile,
      drift: hostile,
    },
  },
};

const change = (op: Op, index = 0): Change => ({
  urn: `${urn}${index}`,
  type: `kubernetes:core/v1:${hostile}`,
  name: hostile,
  op,
  impact: "none",
  detail: hostile,
  differences: [{ path: hostile, before: { [hostile]: hostile }, after: hostile, replaces: false }],
});
const diff: StackDiff = {
  stack: hostile,
  base: hostile,
  head: hostile,
  changes: [change("create"), change("delete")],
  declared: [hostile],
  messages: [hostile],
  warnings: [hostile],
  notes: [hostile],
  price: {
    before: 1,
    after: 2,
    most: 3,
    items: [{ what: hostile, before: { count: 1, monthly: 1 }, after: { count: 2, monthly: 2 } }],
  },
  capacity: {
    pods: { count: 1, most: 1 },
    loads: { [hostile]: { targetGroups: 1, rules: 1 } },
    problems: [hostile],
  },
};
const sections = { ...diff, changes: Array.from({ length: 40 }, (_, index) => change("update", index)) };
const unchanged = { ...diff, changes: [] };

const container = {
  ready: false,
  image: hostile,
  waiting: { reason: hostile, message: hostile },
};
const pod = { name: hostile, containers: [container], lastEvent: hostile, lastLog: hostile };
const ended = {
  ...pod,
  containers: [{ ...container, waiting: undefined, terminated: { reason: hostile, exitCode: 1 } }],
};
const route = {
  spec: { parentRefs: [{ name: "shared" }] },
  status: {
    parents: [
      {
        parentRef: { name: "shared" },
        conditions: [{ type: "Accepted", status: "False", message: hostile }],
      },
    ],
  },
};

/** What a stream got that the command line writes to. */
function streamed(text: string): string {
  let got = "";
  const stream = { write: (chunk: string) => ((got += chunk), true) } as unknown as NodeJS.WritableStream;
  shownOn(stream).write(text);
  return got;
}

const outputs: Readonly<Record<string, () => string>> = {
  "a step that begins": () => progressOf({ resourcePreEvent: { metadata: { op: "create", urn } } }),
  "a step of a preview": () => progressOf({ resourcePreEvent: { metadata: { op: "create", urn } } }, true),
  "the engine's warning": () => progressOf(diagnosticEvent("warning")),
  "the engine's information": () => progressOf(diagnosticEvent("info")),
  "a status for a terminal": () => statusText(status, new Date("2026-11-21T14:00:00Z")),
  "a status for a pull request": () => statusMarkdown(status),
  "a status for programs": () => json(legible(status)),
  "a diff for a terminal": () => formatText(diff),
  "a diff for a comment": () => formatMarkdown(diff),
  "a diff for programs": () => formatJson(diff),
  "a long diff for a terminal": () => formatText(sections),
  "a long diff for a comment": () => formatMarkdown(sections),
  "a diff without changes": () => formatText(unchanged),
  "a pod that can't start": () => podReport(pod),
  "a pod that ended": () => podReport(ended),
  "a route that is refused": () => routeTrouble(route) ?? "",
  "an error": () => new UserError(hostile).message,
  "an unknown stack": () => explainUnknownStack(hostile, branches),
  "JSON for programs": () => json({ [hostile]: hostile.slice(0, 200) }).replace(/x{9000,}/, ""),
  "a table": () => columns(["name"], [[hostile.slice(0, 200)]]),
  "a stream of the command line": () => streamed(hostile.slice(0, 200)),
};

describe("text of strangers", () => {
  for (const [what, output] of Object.entries(outputs))
    it(`is shown and not obeyed in ${what}`, () => {
      const text = output();
      assert.match(text, /\\u\{?00?1b|\\u\{1b\}/, "it is there, escaped");
      assert.equal(rawIn(text), undefined);
    });

  it("stays what it is in JSON for programs", () => {
    const text = `${hostile}\n\u{e0041}`;
    assert.deepEqual(JSON.parse(json({ [text]: [text] })), { [text]: [text] });
    assert.equal(json({ a: "\u202e\u{e0041}\u001b" }), '{\n  "a": "\\u202e\\udb40\\udc41\\u001b"\n}\n');
  });

  it("keeps its lines in an excerpt, as many as are read", () => {
    assert.equal(excerpt("a\r\n\tb\u0007\n"), "a\n  b\\u{7}\n");
    assert.equal(excerpt("a\rb"), "a\\u{d}b");
    const long = Array.from({ length: 103 }, (_, line) => String(line));
    assert.equal(excerpt(long.join("\n")), [...long.slice(0, 100), "… and 3 more lines"].join("\n"));
    assert.equal(
      excerpt(long.slice(0, 101).join("\n")),
      [...long.slice(0, 100), "… and 1 more line"].join("\n"),
    );
    assert.equal(excerpt("y".repeat(1001)), `${"y".repeat(1000)}…`);
  });

  it("is on one line where it is part of a sentence or a table", () => {
    assert.deepEqual(legible({ "a\nb": ["c \r\n d", 1, null, true, undefined] }), {
      "a b": ["c d", 1, null, true, undefined],
    });
  });
});
