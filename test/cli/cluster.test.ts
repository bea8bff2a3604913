import assert from "node:assert/strict";
import { routeTrouble } from "../../cli/cluster";

const spec = { parentRefs: [{ name: "shared" }] };
const parent = (name: string, status: string, message?: string) => ({
  parentRef: { name },
  conditions: [{ type: "Accepted", status, ...(message !== undefined && { message }) }],
});

describe("routeTrouble", () => {
  it("is none where the Gateway has accepted the route", () => {
    assert.equal(routeTrouble({ spec, status: { parents: [parent("shared", "True")] } }), undefined);
  });

  it("says that no Gateway has accepted the route, also where another one once had", () => {
    for (const status of [undefined, {}, { parents: [parent("other", "True")] }])
      assert.equal(
        routeTrouble({ spec, ...(status && { status }) }),
        "No Gateway has accepted the route yet. If this stays so, the cluster has no Gateway of that name: `npx turnout up --stack platform` creates it.",
      );
  });

  it("gives the Gateway's own reason for refusing it", () => {
    const status = { parents: [parent("shared", "False", "no matching listener")] };
    assert.equal(routeTrouble({ spec, status }), "The Gateway refuses the route: no matching listener");
  });

  it("gives one also where the Gateway has no words for it", () => {
    const [refused] = [parent("shared", "False", "")];
    for (const [reason, says] of [
      ["NotAllowedByListeners", "no listener of the Gateway allows it (NotAllowedByListeners)"],
      ["Unheard", "Unheard"],
      ["", "it gives no reason"],
    ]) {
      const conditions = refused.conditions.map((one) => ({ ...one, reason }));
      const status = { parents: [{ ...refused, conditions }] };
      assert.equal(routeTrouble({ spec, status }), `The Gateway refuses the route: ${says ?? ""}`);
    }
  });
});
