import assert from "node:assert/strict";
import { checkAccount } from "../../settings/account-guard";

const current = { account: "111122223333", region: "eu-central-1" };

describe("checkAccount", () => {
  it("lets a stack be where it was made, and a new one be anywhere", () => {
    checkAccount("dev", current, current);
    checkAccount("dev", {}, current);
  });

  it("refuses another account or region, in a sentence and without a stack", () => {
    assert.throws(() => checkAccount("dev", { ...current, account: "444455556666" }, current), {
      message:
        "Stack dev belongs to account 444455556666, but turnout:aws.account is 111122223333; nothing was changed. " +
        "Set it back, or destroy the stack before you move it.",
      stack: "",
    });
    assert.throws(() => checkAccount("prod", { ...current, region: "us-east-1" }, current), {
      message: /^Stack prod belongs to region us-east-1, but turnout:aws\.region is eu-central-1; /,
    });
  });
});
