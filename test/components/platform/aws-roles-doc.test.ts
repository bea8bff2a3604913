import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { deployRoles, roleStatements } from "../../../components/platform/rights/roles";
import { scope } from "./scope";

/** By the policy's heading, the rows of its table: statement and reason. */
function listed(): Record<string, string[][]> {
  const text = readFileSync(join(__dirname, "../../../docs/aws-roles.md"), "utf8");
  const sections = text.split(/^#+ /m).map((section) => section.split("\n"));
  return Object.fromEntries(
    sections
      .map(([title = "", ...lines]) => [title.replaceAll("`", ""), lines] as const)
      .filter(([title]) => title.startsWith("turnout-CLUSTER-"))
      .map(([title, lines]) => [
        title,
        lines
          .filter((line) => line.startsWith("|"))
          .slice(2)
          .map(cells),
      ]),
  );
}

const cells = (row: string) =>
  row
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim());

describe("docs/aws-roles.md", () => {
  it("lists every statement of every role with its reason, and none that is gone", () => {
    const given = deployRoles.flatMap((role) =>
      Object.entries(roleStatements(role, scope)).map(([topic, statements]) => [
        `turnout-CLUSTER-${role}-${topic}`,
        statements.map(({ sid, why, effect }) => [`${effect === "Deny" ? "denies " : ""}\`${sid}\``, why]),
      ]),
    );
    assert.deepEqual(listed(), Object.fromEntries(given));
  });
});
