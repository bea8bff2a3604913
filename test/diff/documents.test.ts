import assert from "node:assert/strict";
import fc from "fast-check";
import { inputDifferences } from "../../diff/differences";
import type { Value } from "../../program/recording";

type Inputs = Readonly<Record<string, Value>>;

const policyType = "aws:iam/policy:Policy";
const dashboardType = "aws:cloudwatch/dashboard:Dashboard";

const read = { Sid: "Read", Effect: "Allow", Action: ["s3:GetObject", "s3:ListBucket"], Resource: "*" };
const write = { Sid: "Write", Effect: "Allow", Action: ["s3:PutObject"], Resource: ["a", "b"] };
const json = (...Statement: readonly Value[]) => JSON.stringify({ Version: "2012-10-17", Statement });

const told = (before: Value, after: Value, property = "policy", type = policyType) =>
  inputDifferences(type, { [property]: before }, { [property]: after }).map(
    ({ path, before, after, inSet }) =>
      inSet
        ? `${path}: ${before === undefined ? "+" : "-"} ${JSON.stringify(before ?? after)}`
        : `${path}: ${JSON.stringify(before)} → ${JSON.stringify(after)}`,
  );

describe("a policy document that differs", () => {
  it("shows each action that came or went, under its statement", () => {
    const changed = { ...read, Action: ["s3:GetObject", "s3:DeleteObject"] };
    assert.deepEqual(told(json(write, read), json(write, changed)), [
      'policy.Statement[Read].Action: - "s3:ListBucket"',
      'policy.Statement[Read].Action: + "s3:DeleteObject"',
    ]);
  });

  it("is the same where only an order, or one text instead of a list of one, differs", () => {
    const reordered = { ...read, Action: [...read.Action].reverse(), Resource: ["*"] };
    assert.deepEqual(told(json(read, write), json(write, reordered)), []);
  });

  it("shows a whole statement that came, part by part", () => {
    assert.deepEqual(told(json(read), json(read, write)), [
      'policy.Statement[Write].Action: + "s3:PutObject"',
      'policy.Statement[Write].Effect: undefined → "Allow"',
      'policy.Statement[Write].Resource: + "a"',
      'policy.Statement[Write].Resource: + "b"',
      'policy.Statement[Write].Sid: undefined → "Write"',
    ]);
  });

  it("shows what a statement's condition says now", () => {
    const when = (...subjects: string[]) => ({
      ...read,
      Condition: { StringLike: { "token.example:sub": subjects } },
    });
    assert.deepEqual(told(json(when("main")), json(when("main", "*")), "assumeRolePolicy"), [
      'assumeRolePolicy.Statement[Read].Condition.StringLike["token.example:sub"]: + "*"',
    ]);
  });

  it("goes by places where statements have no name, or share one", () => {
    const nameless = { Effect: "Allow", Action: "a", Resource: "*" };
    assert.deepEqual(told(json(nameless), json({ ...nameless, Action: "b" })), [
      'policy.Statement[0].Action: "a" → "b"',
    ]);
    assert.deepEqual(told(json(read, read), json(read, { ...read, Effect: "Deny" })), [
      'policy.Statement[1].Effect: "Allow" → "Deny"',
    ]);
  });

  it("may be a single statement, a value instead of JSON, or something else by its name", () => {
    const single = { Version: "2012-10-17", Statement: read };
    assert.deepEqual(told(single, json(read)), []);
    assert.deepEqual(told(single, json({ ...read, Effect: "Deny" })), [
      'policy.Statement[Read].Effect: "Allow" → "Deny"',
    ]);
    assert.deepEqual(told({ rules: [{ countNumber: 1 }] }, { rules: [{ countNumber: 2 }] }), [
      "policy.rules[0].countNumber: 1 → 2",
    ]);
  });

  it("stays a text where it is no document, and an object of a cluster stays as it is", () => {
    assert.deepEqual(told("(policy of x)", json(read)), [
      `policy: "(policy of x)" → ${JSON.stringify(json(read))}`,
    ]);
    assert.deepEqual(told('"a"', '"b"'), ['policy: "\\"a\\"" → "\\"b\\""']);
    const kubernetes = "kubernetes:core/v1:ConfigMap";
    assert.deepEqual(told('{"a":1}', '{"a":2}', "policy", kubernetes), [
      'policy: "{\\"a\\":1}" → "{\\"a\\":2}"',
    ]);
  });

  it("never opens a secret", () => {
    const [before, after] = [{ hidden: "d1" }, { hidden: "d2" }];
    assert.deepEqual(inputDifferences(policyType, { policy: before }, { policy: after }), [
      { path: "policy", before, after },
    ]);
    const statement = (Resource: Value) => ({ Statement: [{ Sid: "A", Resource }] });
    assert.deepEqual(
      inputDifferences(policyType, { policy: statement(before) }, { policy: statement(after) }),
      [{ path: "policy.Statement[A].Resource", before, after }],
    );
  });

  it("differs exactly where a set of actions does, whatever they are", () => {
    const actions = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,3}$/), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(actions, actions, (old, next) => {
        const pairs = inputDifferences(
          policyType,
          { policy: json({ ...read, Action: old }) },
          { policy: json({ ...read, Action: next }) },
        );
        const came = pairs.flatMap(({ after }) => (after === undefined ? [] : [after as string]));
        const went = pairs.flatMap(({ before }) => (before === undefined ? [] : [before as string]));
        const result = [...old.filter((one) => !went.includes(one)), ...came];
        assert.deepEqual(result.sort(), [...next].sort());
      }),
    );
  });
});

describe("a dashboard that differs", () => {
  const widget = (title: string, y: number, region = "r") => ({
    type: "metric",
    y,
    properties: { title, region },
  });
  const body = (...widgets: readonly Value[]): Inputs => ({ dashboardBody: JSON.stringify({ widgets }) });
  const changed = (before: Inputs, after: Inputs) =>
    inputDifferences(dashboardType, before, after).map(({ path, before, after }) => [path, before, after]);

  it("shows a widget that came, and not that the others made room", () => {
    assert.deepEqual(changed(body(widget("5xx", 0)), body(widget("Pods", 0), widget("5xx", 6))), [
      [
        "dashboardBody.widgets.Pods",
        undefined,
        { type: "metric", properties: { title: "Pods", region: "r" } },
      ],
    ]);
  });

  it("shows what a widget shows now, also where several have one title", () => {
    const one = widget("5xx", 0);
    assert.deepEqual(changed(body(one, one, widget("5xx", 1)), body(one, one, widget("5xx", 1, "s"))), [
      ['dashboardBody.widgets["5xx #3"].properties.region', "r", "s"],
    ]);
  });

  it("takes a text's first line for its title", () => {
    const text = (markdown: string) => ({ type: "text", properties: { markdown } });
    assert.deepEqual(changed(body(text("# A\nb")), body(text("# A\nc"))), [
      ['dashboardBody.widgets["# A"].properties.markdown', "# A\nb", "# A\nc"],
    ]);
  });

  it("says so where widgets only moved", () => {
    assert.deepEqual(changed(body(widget("5xx", 0)), body(widget("5xx", 6))), [
      ["dashboardBody.widgets", "where they were", "elsewhere"],
    ]);
    assert.deepEqual(changed(body(widget("5xx", 0)), body(widget("5xx", 0))), []);
  });
});

describe("a list of texts of an AWS resource that differs", () => {
  const ranges = (before: Value, after: Value, type = "eks:index:Cluster") =>
    told(before, after, "publicAccessCidrs", type);

  it("is a set: it shows what came or went, and nothing where only the order differs", () => {
    assert.deepEqual(ranges(["a", "b"], ["b", "a"]), []);
    assert.deepEqual(ranges(["a", "b"], ["c", "b", "a"]), ['publicAccessCidrs: + "c"']);
    assert.deepEqual(ranges(["a", "b", "c"], ["c", "b"]), ['publicAccessCidrs: - "a"']);
    assert.deepEqual(
      ranges({ in: ["a", "b"] }, { in: ["b", "c"] }, "aws:eks/fargateProfile:FargateProfile"),
      ['publicAccessCidrs.in: - "a"', 'publicAccessCidrs.in: + "c"'],
    );
  });

  it("shows one for the other where each is another now, and the whole list where it is new", () => {
    assert.deepEqual(ranges(["a"], ["a (made again)"]), ['publicAccessCidrs[0]: "a" → "a (made again)"']);
    assert.deepEqual(
      inputDifferences("eks:index:Cluster", {}, { publicAccessCidrs: ["a"] }).map(({ after }) => after),
      [["a"]],
    );
  });

  it("keeps its order where Kubernetes reads it in order", () => {
    const type = "kubernetes:apps/v1:Deployment";
    assert.deepEqual(told(["a", "b"], ["b", "a"], "command", type), [
      'command[0]: "a" → "b"',
      'command[1]: "b" → "a"',
    ]);
  });
});
