import assert from "node:assert/strict";
import { agree, subjectToUpdate } from "../../cli/agreement";
import { UserError } from "../../cli/terminal";
import { Sandbox } from "../git/sandbox";

const difference = "This is the working tree of feature/x; stack dev belongs to develop.";
const refuses = (asking: Promise<void>, message: string) =>
  assert.rejects(asking, (error) => error instanceof UserError && error.message === message);

describe("agree", () => {
  it("goes on where the person types the stack's name, and asks for just that", async () => {
    const questions: string[] = [];
    await agree(difference, "dev", (question) => {
      questions.push(question);
      return Promise.resolve(" dev \n");
    });
    assert.deepEqual(questions, [`${difference} Go on with this tree? Type the stack's name: `]);
  });

  it("refuses any other answer", async () => {
    for (const answer of ["", "y", "yes", "develop"])
      await refuses(
        agree(difference, "dev", () => Promise.resolve(answer)),
        "Nothing was changed.",
      );
  });

  it("refuses where nobody can be asked, and says what agrees", async () => {
    await refuses(
      agree(difference, "dev", undefined),
      `${difference} Nobody can be asked whether to go on: confirm with --yes.`,
    );
  });
});

describe("subjectToUpdate", () => {
  let sandbox: Sandbox;
  before(() => {
    sandbox = new Sandbox("develop");
    // The map of branches wants the files of kept stacks to be there.
    for (const stack of ["prod", "staging", "dev"]) sandbox.write({ [`Pulumi.${stack}.yaml`]: "" });
  });
  after(() => {
    sandbox.remove();
  });

  it("asks nothing for the branch's own stack, for one that goes with its branch, and where --yes agrees", async () => {
    for (const options of [{}, { stack: "dev" }, { stack: "pr-x" }, { stack: "platform" }, { local: true }])
      assert.equal((await subjectToUpdate(sandbox.checkout, options)).root, sandbox.checkout);
    const agreed = { stack: "prod", yes: true };
    assert.equal((await subjectToUpdate(sandbox.checkout, agreed)).root, sandbox.checkout);
  });
});
