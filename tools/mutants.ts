import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { importersOf, likeliest, reaching } from "./mutants/reach";
import { breaks, type Break } from "./mutants/breaks";

// npm run mutants [WORD…]: breaks one line at a time in a copy of this tree, and says which breaks no test of the unit
// tier notices. With words, only the breaks whose promise or text has one of them. Exits 1 if one survives, or if its
// line is not there any more.

/** Numbers of test files in a run: most breaks are noticed by the first, in seconds. */
const batches = [2, 10, Infinity];

const root = join(__dirname, "..");
const mocha = join("node_modules", "mocha", "bin", "mocha.js");
const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
  cwd: root,
  encoding: "utf8",
});
const files = listed.split("\0").filter((file) => file !== "" && existsSync(join(root, file)));
const texts = new Map(
  files
    .filter((file) => file.endsWith(".ts"))
    .map((file) => [file, readFileSync(join(root, file), "utf8")] as const),
);
const importers = importersOf(texts);
const isProduct = (file: string) => !/^(test|tools)\//.test(file);
const isTest = (file: string) => /^test\/(?!engine\/|cluster\/).*\.test\.ts$/.test(file);

interface Outcome {
  /** Full title of the first test that failed. */
  readonly failed?: string;
  /** Last words of a run that came to no test. */
  readonly crash?: string;
}

/** Runs test files in a copy of this tree until one test fails. */
function run(folder: string, specs: readonly string[]): Outcome {
  const report = join(folder, "report.json");
  rmSync(report, { force: true });
  const reporter = ["--reporter", "json", "--reporter-option", `output=${report}`];
  const { stderr, stdout, status } = spawnSync(process.execPath, [mocha, "--bail", ...reporter, ...specs], {
    cwd: folder,
    encoding: "utf8",
    timeout: 20 * 60_000,
  });
  const failures = existsSync(report)
    ? (JSON.parse(readFileSync(report, "utf8")) as { failures: { fullTitle: string }[] }).failures
    : [];
  if (failures[0] !== undefined) return { failed: failures[0].fullTitle };
  return status === 0 ? {} : { crash: `${stdout}${stderr}`.trim().split("\n").slice(-5).join("\n") };
}

/** A break, and the file that has its line; without one where the line is not there, or more than once. */
function place(broken: Break): { broken: Break; file?: string } {
  const found = [...texts].filter(([file, text]) => isProduct(file) && text.includes(broken.before));
  const [only] = found;
  if (only === undefined || found.length > 1 || only[1].split(broken.before).length > 2) return { broken };
  return { broken, file: only[0] };
}

/** @returns why a break survives; undefined where a test notices it. */
function survival(folder: string, file: string, { promise, before, after }: Break): string | undefined {
  const text = texts.get(file) ?? "";
  let specs = likeliest(file, reaching(file, importers).filter(isTest));
  writeFileSync(
    join(folder, file),
    text.replace(before, () => after),
  );
  try {
    for (const size of batches) {
      const some = specs.slice(0, size);
      specs = specs.slice(size);
      if (some.length === 0) continue;
      const { failed, crash } = run(folder, some);
      if (crash !== undefined) return `${file} can't be run with it: ${crash}`;
      if (failed === undefined) continue;
      console.log(`noticed   ${promise}\n          by: ${failed}`);
      return undefined;
    }
    return `no test file that reaches ${file} notices it`;
  } finally {
    writeFileSync(join(folder, file), text);
  }
}

const words = process.argv.slice(2);
const isChosen = ({ promise, before }: Break) =>
  words.length === 0 || words.some((word) => `${promise} ${before}`.includes(word));
const chosen = breaks.filter(isChosen).map(place);
const folder = mkdtempSync(join(tmpdir(), "turnout-mutants-"));
try {
  for (const file of files) cpSync(join(root, file), join(folder, file));
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  // Some tests ask git for the project's files; .gitignore has a folder of packages, and here it is a link.
  execFileSync("git", ["init", "--quiet"], { cwd: folder });
  writeFileSync(join(folder, ".git/info/exclude"), "/node_modules\n/report.json\n");
  const whole = run(folder, ["test/**/*.test.ts"]);
  if (whole.failed !== undefined || whole.crash !== undefined)
    throw new Error(`Without a break the tests must pass, and don't: ${whole.failed ?? whole.crash}`);
  const survivors = chosen.filter(({ broken, file }) => {
    const why = file === undefined ? "its text must be in exactly one place" : survival(folder, file, broken);
    if (why === undefined) return false;
    console.log(
      `SURVIVES  ${broken.promise}\n          ${broken.before} → ${broken.after}\n          ${why}`,
    );
    return true;
  });
  console.log(`${chosen.length} breaks, ${survivors.length} survive`);
  process.exitCode = survivors.length > 0 ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
