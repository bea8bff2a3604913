import assert from "node:assert/strict";
import fc from "fast-check";
import { type StackDiff, summaryOf } from "../../diff/change";
import type { Recording } from "../../program/recording";
import { compare } from "../../diff/compare";
import { formatJson, formatText, shownValue, summaryText } from "../../diff/format";
import { formatMarkdown } from "../../diff/format-markdown";
import { capacityOf, priceChange } from "../../diff/estimate";
import { awsProvider, pods } from "../estimate/aws";
import { declare, web } from "../components/declared";
import { settled } from "../../diff/settled";
import { configMap, configMapType, recordingOf, urnOf } from "./resources";

const empty: StackDiff = {
  stack: "dev",
  base: "a1",
  head: "b2",
  changes: [],
  declared: [],
  messages: [],
  warnings: [],
  notes: [],
};
const diff: StackDiff = {
  ...empty,
  changes: [
    {
      urn: "urn:home",
      type: "kubernetes:core/v1:Namespace",
      name: "home",
      op: "replace",
      impact: "data",
      differences: [{ path: "metadata.name", before: "a", after: "b", replaces: true }],
    },
    {
      urn: "urn:web",
      type: "kubernetes:core/v1:Secret",
      name: "web-blue",
      op: "update",
      impact: "none",
      differences: [{ path: "stringData", before: { hidden: "1" }, after: { hidden: "2" }, replaces: false }],
    },
  ],
  messages: ["web: first release r1, on blue."],
  warnings: ["Image web:main of web has a tag that moves."],
  notes: ["Commit a1 has no program yet; everything is shown as new."],
};

describe("formatText", () => {
  it("shows what a stack declares where nothing changes, for who sees it first", () => {
    const declared = ["Deployment web-blue", "Namespace environment"];
    assert.equal(
      formatText({ ...empty, declared }),
      "Stack dev, a1 → b2: no changes\n  It declares:\n    Deployment web-blue\n    Namespace environment\n",
    );
    assert.doesNotMatch(formatText({ ...diff, declared }), /It declares/);
  });

  it("has the summary first, then each change with what differs", () => {
    assert.equal(
      formatText(diff),
      `Stack dev, a1 → b2: 1 to update, 1 to replace; can lose data
  note: Commit a1 has no program yet; everything is shown as new.
  web: first release r1, on blue.
  warning: Image web:main of web has a tag that moves.

± replace Namespace home   can lose data
    metadata.name: "a" → "b"  (replaces it)
~ update  Secret web-blue  no traffic
    stringData: "[secret]" → "[secret]"
`,
    );
  });

  it("is one line where nothing changes", () => {
    assert.equal(formatText(empty), "Stack dev, a1 → b2: no changes\n");
  });
});

describe("formatMarkdown", () => {
  it("has a table for who has a minute, and folds the rest", () => {
    assert.equal(
      formatMarkdown(diff),
      `### Turnout: stack \`dev\`, 1 to update, 1 to replace; can lose data

\`a1\` → \`b2\`

> Commit a1 has no program yet; everything is shown as new.

- web: first release r1, on blue.

> **Warning:** Image web:main of web has a tag that moves.

| | kind | name | impact |
|---|---|---|---|
| replace | Namespace | \`home\` | **can lose data** |
| update | Secret | \`web-blue\` | no traffic |

<details><summary>What differs</summary>

- Namespace \`home\` \`metadata.name\`: \`"a"\` → \`"b"\` (replaces it)
- Secret \`web-blue\` \`stringData\`: \`"[secret]"\` → \`"[secret]"\`

</details>
`,
    );
  });

  it("is two lines where nothing changes", () => {
    assert.equal(formatMarkdown(empty), "### Turnout: stack `dev`, no changes\n\n`a1` → `b2`\n");
  });

  it("lets no value out of its code: backticks, pipes and line ends stay inside", () => {
    const differences = [{ path: "data.x", before: "a`b``c", after: "x | y\n</details>", replaces: false }];
    const change = { ...diff.changes[0], differences } as (typeof diff.changes)[number];
    const text = formatMarkdown({ ...empty, changes: [change] });
    assert.match(text, /`data\.x`: ``` "a`b``c" ``` → `"x \\\| y\\n<\/details>"`/);
  });

  it("takes markup out of what a program says", () => {
    const text = formatMarkdown({ ...empty, messages: ["<b>[x](y)</b>\n# **z**"] });
    assert.match(text, /^- \\<b\\>\\\[x\\\]\(y\)\\<\/b\\> \\# \\\*\\\*z\\\*\\\*$/m);
  });
});

describe("formatJson", () => {
  it("has exactly the agreed keys", () => {
    assert.equal(
      formatJson({ ...diff, changes: diff.changes.slice(1) }),
      `{
  "stack": "dev",
  "base": "a1",
  "head": "b2",
  "changes": [
    {
      "urn": "urn:web",
      "type": "kubernetes:core/v1:Secret",
      "name": "web-blue",
      "op": "update",
      "impact": "none",
      "paths": [
        "stringData"
      ],
      "values": [
        {
          "before": "\\"[secret]\\"",
          "after": "\\"[secret]\\""
        }
      ]
    }
  ],
  "summary": {
    "create": 0,
    "update": 1,
    "replace": 0,
    "delete": 0,
    "impact": "none"
  },
  "messages": [
    "web: first release r1, on blue."
  ],
  "warnings": [
    "Image web:main of web has a tag that moves."
  ],
  "notes": [
    "Commit a1 has no program yet; everything is shown as new."
  ]
}
`,
    );
  });
});

describe("what came into a set or went out of it", () => {
  const path = "policy.Statement[Read].Action";
  const differences = [
    { path, before: "s3:ListBucket", after: undefined, inSet: true, replaces: false },
    { path, before: undefined, after: "s3:GetObject", inSet: true, replaces: true },
  ] as const;
  const change = { ...diff.changes[1], differences } as (typeof diff.changes)[number];

  it("has a sign instead of an arrow", () => {
    assert.ok(
      formatText({ ...empty, changes: [change] }).endsWith(`
    policy.Statement[Read].Action: - "s3:ListBucket"
    policy.Statement[Read].Action: + "s3:GetObject"  (replaces it)
`),
    );
    assert.ok(
      formatMarkdown({ ...empty, changes: [change] }).includes(`
- Secret \`web-blue\` \`policy.Statement[Read].Action\`: - \`"s3:ListBucket"\`
- Secret \`web-blue\` \`policy.Statement[Read].Action\`: + \`"s3:GetObject"\` (replaces it)
`),
    );
  });
});

describe("a detail", () => {
  const change = {
    urn: "urn:pulumi:platform::turnout::turnout:platform:Network$aws:ec2/subnet:Subnet::a",
    type: "aws:ec2/subnet:Subnet",
    name: "a",
    op: "create",
    impact: "none",
    differences: [],
    detail: "10.0.0.0/18 | `a`",
  } as const;

  it("stands behind the impact, in columns, and doesn't leave its cell", () => {
    const gone = { ...change, name: "longer", op: "delete", impact: "traffic" } as const;
    const bare = { ...diff.changes[0], name: "b" } as (typeof diff.changes)[number];
    const changes = [bare, gone, change];
    assert.ok(
      formatText({ ...empty, changes }).endsWith(`
- delete  Subnet longer  moves traffic  10.0.0.0/18 | \`a\`
+ create  Subnet a       no traffic     10.0.0.0/18 | \`a\`
`),
    );
    assert.ok(
      formatMarkdown({ ...empty, changes }).includes(`
| | kind | name | impact | detail |
|---|---|---|---|---|
| replace | Namespace | \`b\` | **can lose data** |  |
| delete | Subnet | \`longer\` | **moves traffic** | \`\` 10.0.0.0/18 \\| \`a\` \`\` |
| create | Subnet | \`a\` | no traffic | \`\` 10.0.0.0/18 \\| \`a\` \`\` |
`),
    );
  });
});

describe("price and capacity", () => {
  const [base, head] = [1, 2].map((count) => recordingOf(awsProvider, pods("web-blue", count))) as [
    Recording,
    Recording,
  ];
  const sharing = {
    tenants: Array.from({ length: 26 }, (_, index) => ({
      stack: `pr-${index}`,
      gateway: "shared",
      targetGroups: 4,
      rules: 2,
      pods: 3,
    })),
    gateways: ["shared"],
  };
  const priced = {
    ...empty,
    price: priceChange(base, head),
    capacity: capacityOf(head, head, sharing),
  };

  it("are lines below the summary of a text", () => {
    assert.equal(
      formatText(priced),
      `Stack dev, a1 → b2: no changes
  Price: about $9.01 → $18 a month (list prices of us-east-1, 2026-06, without traffic, logs and LCUs): 1 → 2 × pod of web, 0.25 vCPU / 0.5 GB (+$9.01)
  Capacity: 2 pods; 26 of 25 environments (known here) on Gateway shared
  warning: The load balancer of Gateway shared has room for 25 environments, and the branches known here may have 26; add a name to gateway.others in Pulumi.yaml, or remove what nobody uses.
`,
    );
  });

  it("are lines in Markdown, amounts as code, with every item folded", () => {
    assert.equal(
      formatMarkdown(priced),
      `### Turnout: stack \`dev\`, no changes

\`a1\` → \`b2\`

Price: about \`$9.01\` → \`$18\` a month (list prices of us-east-1, 2026-06, without traffic, logs and LCUs): \`1 → 2 × pod of web, 0.25 vCPU / 0.5 GB (+$9.01)\`

Capacity: 2 pods; 26 of 25 environments (known here) on Gateway shared

> **Warning:** The load balancer of Gateway shared has room for 25 environments, and the branches known here may have 26; add a name to gateway.others in Pulumi.yaml, or remove what nobody uses.

<details><summary>What it costs</summary>

| a month | before | after |
|---|---|---|
| pod of web, 0.25 vCPU / 0.5 GB | 1 × \`$9.01\` = \`$9.01\` | 2 × \`$9.01\` = \`$18\` |

</details>
`,
    );
  });

  it("are numbers in JSON", () => {
    const { price, capacity } = JSON.parse(formatJson(priced)) as Record<string, unknown>;
    assert.deepEqual(price, {
      region: "us-east-1",
      date: "2026-06",
      currency: "USD",
      before: 9.01,
      after: 18.02,
      most: 18.02,
      items: [
        {
          what: "pod of web, 0.25 vCPU / 0.5 GB",
          before: { count: 1, monthly: 9.01 },
          after: { count: 2, monthly: 18.02 },
        },
      ],
    });
    assert.deepEqual(capacity, {
      pods: { count: 2, most: 2 },
      loads: {},
      shared: [{ gateway: "shared", environments: 26, room: 25 }],
      problems: priced.capacity.problems,
    });
  });

  it("let no name of an application out of its code or its cell", () => {
    const odd = recordingOf(awsProvider, pods("web-blue", 1, "250m", "256Mi", "a|b`c"));
    const text = formatMarkdown({ ...empty, price: priceChange(recordingOf(), odd) });
    assert.match(text, /`` 1 × pod of a\\\|b`c, /);
    assert.match(text, /^\| pod of a\\\|b\\`c, /m);
  });
});

describe("a secret", () => {
  const formats = [formatText, formatMarkdown, formatJson];
  const secret = fc.stringMatching(/^[A-Za-z0-9]{12,30}$/);

  it("shows as changed and never appears in any format, whatever it is", async () => {
    await fc.assert(
      fc.asyncProperty(secret, secret, async (old, next) => {
        const withKey = (key: string) => ({
          applications: [{ ...web, secrets: { KEY: key, DB: `x${key}` } }],
        });
        const base = await declare(withKey(old));
        const head = await declare({ ...withKey(next), checkpoint: settled(base) });
        const changes = compare(base, head);
        assert.equal(
          changes.some(({ type }) => type.endsWith(":Secret")),
          old !== next,
        );
        for (const format of formats) {
          const text = format({ ...empty, changes, messages: head.messages });
          assert.ok(!text.includes(old) && !text.includes(next));
        }
      }),
      { numRuns: 10 },
    );
  });

  it("hides its digest too, which could be guessed from", () => {
    const secretMap = (hidden: string) => configMap("a", { x: { deep: [{ hidden }] } });
    const changes = compare(recordingOf(), recordingOf(secretMap("d1")));
    const updates = compare(recordingOf(secretMap("d1")), recordingOf(secretMap("d2")));
    assert.equal(updates.length, 1);
    for (const format of formats)
      for (const list of [changes, updates])
        assert.doesNotMatch(format({ ...empty, changes: list }), /d1|d2/);
    assert.equal(updates[0]?.urn, urnOf(configMapType, "a"));
  });
});

describe("shownValue", () => {
  it("is JSON, a word for nothing, and cut where it is longer than a line", () => {
    assert.equal(shownValue(undefined), "(unset)");
    assert.equal(shownValue(null), "null");
    assert.equal(shownValue("a\nb"), '"a\\nb"');
    assert.equal(shownValue({ a: [1, { hidden: "x" }] }), '{"a":[1,"[secret]"]}');
    assert.equal(shownValue("x".repeat(200)), `"${"x".repeat(99)}…`);
  });
});

describe("summaryText", () => {
  it("counts what there is, worst impact last", () => {
    assert.equal(summaryText(summaryOf(diff.changes)), "1 to update, 1 to replace; can lose data");
    assert.equal(summaryText(summaryOf([])), "no changes");
  });
});
