import assert from "node:assert/strict";
import { statusOf, statusText } from "../../cli/status";
import { settled } from "../../diff/settled";
import { declare, web } from "../components/declared";

describe("statusText", () => {
  it("shows both colors of each application: traffic, release, pods, state, and where it answers", () => {
    const text = statusText({
      stack: "dev",
      applications: {
        api: { weights: { blue: 0, green: 100 }, green: { release: "r9", replicas: 2, ready: false } },
        web: {
          url: "http://shop.example/",
          weights: { blue: 100, green: 0 },
          blue: { release: "r2", replicas: 12, ready: true },
          green: { release: "r1", replicas: 0, ready: false },
        },
      },
    });
    assert.equal(
      text,
      `Stack dev
application  color  traffic  release  pods  state
api          blue       0 %  -           -  -
api          green    100 %  r9          2  not Ready
web          blue     100 %  r2         12  Ready
web          green      0 %  r1          0  standing by
web answers at http://shop.example/
`,
    );
  });

  it("ends in one newline where no application has an address yet", () => {
    const blue = { release: "r1", replicas: 1, ready: true };
    assert.equal(
      statusText({ stack: "dev", applications: { web: { blue } } }),
      `Stack dev
application  color  traffic  release  pods  state
web          blue       0 %  r1          1  Ready
web          green      0 %  -           -  -
`,
    );
  });

  it("says of a stack without applications what to do", () => {
    assert.equal(
      statusText({ stack: "dev", applications: {} }),
      "Stack dev has no applications: `npx turnout up` brings them up.\n",
    );
  });
});

describe("statusOf", () => {
  it("reads each application once from a checkpoint, in order, with its address", async () => {
    const checkpoint = settled(await declare({ applications: [web, { ...web, name: "api", replicas: 3 }] }));
    const status = statusOf("dev", checkpoint, { web: { url: "http://shop.example/" } });
    assert.deepEqual(Object.keys(status.applications), ["api", "web"]);
    assert.equal(status.applications.web?.url, "http://shop.example/");
    assert.equal(status.applications.api?.url, undefined);
    assert.deepEqual(status.applications.api?.weights, { blue: 100, green: 0 });
    assert.deepEqual(
      [status.applications.api?.blue?.replicas, status.applications.api?.blue?.ready],
      [3, true],
    );
  });

  it("finds no application in an empty checkpoint, nor in what holds none", () => {
    assert.deepEqual(statusOf("dev", {}, {}), { stack: "dev", applications: {} });
    const bystanders = { a: { type: "aws:s3/bucket:Bucket" }, b: { type: "x", outputs: { metadata: {} } } };
    assert.deepEqual(statusOf("dev", bystanders, {}), { stack: "dev", applications: {} });
  });
});
