import assert from "node:assert/strict";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
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
    sandbox.write({ "branches.ts": readFileSync("branches.ts", "utf8") });
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

  it("refuses a tree that is half of a merge, whatever is named and agreed, and says how to go on", async () => {
    const commit = sandbox.commit();
    const side = sandbox.commit();
    sandbox.git("reset", "--quiet", "--soft", commit);
    const ways = {
      MERGE_HEAD: [
        "A `git merge` has stopped halfway here",
        "Finish it with `git merge --continue`, or take it back with `git merge --abort`",
      ],
      CHERRY_PICK_HEAD: [
        "A `git cherry-pick` has stopped halfway here",
        "Finish it with `git cherry-pick --continue`, or take it back with `git cherry-pick --abort`",
      ],
      BISECT_LOG: ["A `git bisect` has stopped halfway here", "End it with `git bisect reset`"],
    };
    for (const [file, [what = "", wayOut = ""]] of Object.entries(ways)) {
      sandbox.write({ [`.git/${file}`]: `${side}\n` });
      for (const options of [
        {},
        { yes: true },
        { stack: "prod", yes: true },
        { stack: "platform" },
        { branch: "x" },
      ])
        await assert.rejects(subjectToUpdate(sandbox.checkout, options), {
          name: "Error",
          message: `${what}, so this working tree is no commit's. Nothing was changed. ${wayOut}; or run this in a checkout of its own (\`git worktree add\`).`,
        });
      assert.equal((await subjectToUpdate(sandbox.checkout, { local: true })).stack, "local-develop");
      rmSync(join(sandbox.checkout, ".git", file));
    }
  });

  it("takes a detached HEAD for the kept branch that is there only in CI", async () => {
    const { CI } = process.env;
    sandbox.git("checkout", "--quiet", "--detach");
    try {
      process.env.CI = "true";
      assert.equal((await subjectToUpdate(sandbox.checkout, {})).stack, "dev");
    } finally {
      if (CI === undefined) delete process.env.CI;
      else process.env.CI = CI;
      sandbox.git("checkout", "--quiet", "develop");
    }
  });
});
