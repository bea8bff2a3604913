import assert from "node:assert/strict";
import { statusMarkdown, statusOf, statusText } from "../../cli/status";
import { settled } from "../../diff/settled";
import { declare, web } from "../components/declared";

const now = new Date("2026-11-21T14:00:00Z");
const lastSwitch = {
  at: "2026-11-21T13:30:00.000Z",
  from: "r1",
  to: "r2",
  share: 100,
  requests: 40,
  failures: 0,
  milliseconds: 80,
};

describe("statusText", () => {
  it("shows both colors of each application, where it answers, the last switch and what comes next", () => {
    const text = statusText(
      {
        stack: "dev",
        applications: {
          api: {
            weights: { blue: 90, green: 10 },
            green: { release: "r9", replicas: 2, ready: false, candidate: true },
            since: {},
            drift: "In the cluster now: api-green is gone.",
          },
          web: {
            url: "http://shop.example/",
            previewUrl: "http://preview.example/",
            weights: { blue: 100, green: 0 },
            blue: { release: "r2", replicas: 12, ready: true, candidate: true },
            green: { release: "r1", replicas: 0, ready: false },
            since: { blue: "2026-11-21T12:00:00Z" },
            lastSwitch,
            next: "web: release r2 stays active on blue.",
          },
        },
      },
      now,
    );
    assert.equal(
      text,
      `Stack dev
application  color  traffic  release      age  pods  state
api          blue      90 %  -              -     -  -
api          green     10 %  r9             -     2  not Ready, not promoted
web          blue     100 %  r2       2 hours    12  Ready
web          green      0 %  r1             -     0  standing by
In the cluster now: api-green is gone.
web answers at http://shop.example/, what was released last at http://preview.example/
Last switch of web: r1 → r2 at 2026-11-21 13:30:00 UTC; 40 requests probed, 0 failed; last response of the old release after 0.1 s.
Next \`up\` of web: release r2 stays active on blue.
`,
    );
  });

  it("shows what the cluster has now, and where that differs", () => {
    const blue = { release: "r1", replicas: 1, ready: true };
    const status = {
      url: "http://shop.example/",
      weights: { blue: 100, green: 0 },
      blue,
      green: blue,
      since: {},
      live: { weights: { blue: 0, green: 100 }, green: { ...blue, ready: false } },
      drift: "In the cluster now: web-blue is gone.",
    };
    const cluster =
      "The cluster is not as it was last recorded: Deployment web-blue is gone. The next `up` makes it again.";
    assert.equal(
      statusText({ stack: "dev", cluster, applications: { web: status } }, now),
      `Stack dev
application  color  traffic  release  age  pods  state
web          blue       0 %  r1         -     1  gone
web          green    100 %  r1         -     1  not Ready
${cluster}
web answers at http://shop.example/
In the cluster now: web-blue is gone.
`,
    );
    assert.equal(
      statusText(
        { stack: "dev", cluster, applications: { web: { ...status, live: {}, drift: undefined } } },
        now,
      ),
      `Stack dev
application  color  traffic  release  age  pods  state
web          blue       0 %  r1         -     1  gone
web          green      0 %  r1         -     1  gone
${cluster}
`,
    );
  });

  it("ends in one newline where no application has an address yet", () => {
    const blue = { release: "r1", replicas: 1, ready: true };
    assert.equal(
      statusText({ stack: "dev", applications: { web: { blue, since: {} } } }, now),
      `Stack dev
application  color  traffic  release  age  pods  state
web          blue       0 %  r1         -     1  Ready
web          green      0 %  -          -     -  -
`,
    );
  });

  it("says of a stack without applications what to do", () => {
    assert.equal(
      statusText({ stack: "dev", applications: {} }, now),
      "Stack dev has no applications: `npx turnout up --stack dev` brings them up.\n",
    );
  });
});

describe("statusMarkdown", () => {
  it("is one line for each application whose traffic was seen to move", () => {
    const applications = { api: { since: {} }, web: { since: {}, lastSwitch } };
    assert.equal(
      statusMarkdown({ stack: "dev", applications }),
      "- **web**: `r1` → `r2` at 2026-11-21 13:30:00 UTC; 40 requests probed, 0 failed; last response of the old release after 0.1 s.\n",
    );
  });
});

describe("statusOf", () => {
  const stackOf = (applications: object) => ({
    stack: { type: "pulumi:pulumi:Stack", outputs: { applications } },
  });

  it("reads each application once from a checkpoint, in order, with what its outputs tell", async () => {
    const recording = await declare({ applications: [web, { ...web, name: "api", replicas: 3 }] });
    const told = { web: { url: "http://shop.example/", previewUrl: "http://p.example/", lastSwitch } };
    const { applications } = statusOf("dev", { ...settled(recording), ...stackOf(told) });
    assert.deepEqual(Object.keys(applications), ["api", "web"]);
    assert.equal(applications.web?.url, "http://shop.example/");
    assert.equal(applications.web.previewUrl, "http://p.example/");
    assert.deepEqual(applications.web.lastSwitch, lastSwitch);
    assert.equal(applications.api?.url, undefined);
    assert.deepEqual(applications.api?.weights, { blue: 100, green: 0 });
    assert.deepEqual([applications.api.blue?.replicas, applications.api.blue?.ready], [3, true]);
  });

  it("knows since when a color's pods are up, and of a color without pods nothing", () => {
    const deployment = (color: string, replicas: number) => ({
      type: "kubernetes:apps/v1:Deployment",
      outputs: {
        metadata: { labels: { "turnout.dev/application": "web", "turnout.dev/color": color } },
        spec: { replicas },
        status: {
          conditions: [
            { type: "Available", lastUpdateTime: "2026-11-21T09:00:00Z" },
            { type: "Progressing", lastUpdateTime: "2026-11-21T08:00:00Z" },
          ],
        },
      },
    });
    const { applications } = statusOf("dev", { b: deployment("blue", 2), g: deployment("green", 0) });
    assert.deepEqual(applications.web?.since, { blue: "2026-11-21T08:00:00Z" });
  });

  it("finds no application in an empty checkpoint, nor in what holds none", () => {
    assert.deepEqual(statusOf("dev", {}), { stack: "dev", applications: {} });
    const bystanders = { a: { type: "aws:s3/bucket:Bucket" }, b: { type: "x", outputs: { metadata: {} } } };
    assert.deepEqual(statusOf("dev", bystanders), { stack: "dev", applications: {} });
  });
});
