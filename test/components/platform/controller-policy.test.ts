import assert from "node:assert/strict";
import { controllerPolicy } from "../../../components/platform/controller-policy";
import upstream from "./aws-load-balancer-controller-v3.5.0-iam-policy.json";

interface Statement {
  readonly Effect: string;
  readonly Action: readonly string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

const ours = (controllerPolicy as { readonly Statement: readonly Statement[] }).Statement;
const theirs: readonly Statement[] = upstream.Statement;

describe("controllerPolicy", () => {
  it("has the statements of the controller's own version, no more and no less", () => {
    assert.equal(controllerPolicy.Version, upstream.Version);
    assert.equal(ours.length, theirs.length);
  });

  theirs.forEach((statement, index) => {
    it(`allows what upstream's statement ${index + 1} does: ${statement.Action[0]}`, () => {
      const same = ours[index];
      assert.deepEqual([...(same?.Action ?? [])].sort(), [...statement.Action].sort());
      assert.deepEqual({ ...same, Action: [] }, { ...statement, Action: [] });
    });
  });

  it("fits a managed policy: 6,144 characters without white space", () => {
    const length = JSON.stringify(controllerPolicy).replace(/\s/g, "").length;
    assert.ok(length <= 6144, `${length}`);
    // As many as upstream's: nothing that counts is left out of the comparison above.
    assert.equal(length, JSON.stringify(upstream).replace(/\s/g, "").length);
  });
});
