import assert from "node:assert/strict";
import { routeTrouble } from "../../cli/route-report";

const spec = { parentRefs: [{ name: "shared" }] };
const parent = (name: string, status: string, message?: string) => ({
  parentRef: { name },
  conditions: [{ type: "Accepted", status, ...(message !== undefined && { message }) }],
});

describe("routeTrouble", () => {
  it("is none where the Gateway has accepted the route", () => {
    assert.equal(routeTrouble({ spec, status: { parents: [parent("shared", "True")] } }), undefined);
  });

  it("says that no Gateway has taken the route, also where another one once had", () => {
    for (const status of [undefined, {}, { parents: [parent("other", "True")] }])
      assert.equal(
        routeTrouble({ spec, ...(status && { status }) }),
        "No Gateway has taken the route yet. If it stays so, the cluster has none of that name: `npx turnout up --stack platform` makes it.",
      );
  });

  it("gives the Gateway's own reason for refusing it", () => {
    const status = { parents: [parent("shared", "False", "no matching listener")] };
    assert.equal(routeTrouble({ spec, status }), "The Gateway refuses the route: no matching listener");
  });
});
