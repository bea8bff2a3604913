import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Sandbox } from "../git/sandbox";

const root = join(__dirname, "../..");

/** A program that composes its own, and uses each name of the face. */
const program = `
import { Namespace } from "@pulumi/kubernetes/core/v1";
import { getStack } from "@pulumi/pulumi";
import * as face from "turnout";
import type { BranchMap, EnvironmentInput, PlatformInput, Run } from "turnout";
import { branches } from "./branches";

const applications: EnvironmentInput["applications"] = [
  { name: "web", image: "shop:1", port: 8080, probes: { readiness: { path: "/" }, liveness: { path: "/" } } },
];
const shared: Pick<PlatformInput, "gateway"> = { gateway: { namespace: "gateways", name: "shared" } };
const map: BranchMap = branches;

export = async (run?: Run): Promise<Record<string, unknown>> => {
  if (getStack() === "prod") return face.turnout({ branches: map })(run);
  if (getStack() === "platform") {
    const plan = await face.planPlatform({ branches, settings: shared }, run);
    new face.Platform("platform", plan, { provider: plan.provider });
    return plan.outputs;
  }
  const plan = await face.planEnvironment({ branches, settings: { applications } }, run);
  const { providers } = plan;
  if (getStack() === "staging")
    return plan.outputs(new face.Environment("environment", plan, { providers }).release(plan));
  const home = new Namespace("home", { metadata: { name: plan.namespace } }, { provider: providers[0] });
  const made = plan.applications.map((planned) => {
    const args: face.BlueGreenApplicationArgs = { ...plan, planned };
    return new face.BlueGreenApplication(planned.application.name, args, { providers, dependsOn: home });
  });
  for (const application of made) application.moveTraffic();
  return plan.outputs(made);
};
`;

const text = (file: string) =>
  readFileSync(join(root, "template", file), "utf8").replace(/\bNAME\b/g, "shop");

/** The package as npm makes it, installed in a project in a folder of a repository. Needs npm and tar, no registry. */
describe("the package", () => {
  let folder: string;
  let sandbox: Sandbox;
  let project: string;
  let packed: readonly { readonly path: string; readonly mode: number }[];

  before(function () {
    this.timeout(300_000);
    folder = mkdtempSync(join(tmpdir(), "turnout-package-"));
    const said = execFileSync("npm", ["pack", "--silent", "--json", "--pack-destination", folder], {
      cwd: root,
      encoding: "utf8",
    });
    const [archive] = JSON.parse(said) as { filename: string; files: typeof packed }[];
    packed = archive?.files ?? [];
    sandbox = new Sandbox();
    project = join(sandbox.checkout, "services/shop");
    const modules = join(sandbox.checkout, "node_modules");
    mkdirSync(join(modules, "turnout"), { recursive: true });
    for (const name of readdirSync(join(root, "node_modules")))
      symlinkSync(join(root, "node_modules", name), join(modules, name));
    const tarball = join(folder, archive?.filename ?? "");
    execFileSync("tar", ["xzf", tarball, "--strip-components=1", "-C", join(modules, "turnout")]);
    const stackFiles = ["dev", "staging", "prod", "platform"].map((stack) => `Pulumi.${stack}.yaml`);
    const files = Object.entries({
      "index.ts": program,
      "branches.ts": text("branches.ts"),
      "tsconfig.json": text("tsconfig.json"),
      "app/src/main.txt": "",
      "app/Dockerfile": "FROM scratch\n",
      "Pulumi.yaml": text("project.yaml")
        .replace("IMAGE", "localhost/shop")
        .replace("BUILD", "app")
        .replace("PORT", "8080")
        .replaceAll(/READINESS|LIVENESS/g, "/"),
      ...Object.fromEntries(stackFiles.map((file) => [file, text(file)])),
    });
    sandbox.commit({
      ".gitignore": "node_modules\n",
      ...Object.fromEntries(files.map(([file, content]) => [`services/shop/${file}`, content])),
    });
  });
  after(() => {
    sandbox?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  const run = (at: string, command: string, ...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(command, args, { cwd: join(project, at), encoding: "utf8" });
    return { status, output: stdout + stderr, stdout };
  };
  const turnout = (at: string, ...args: string[]) =>
    run(at, process.execPath, join(sandbox.checkout, "node_modules/turnout/bin/turnout.js"), ...args);

  it("holds the command, what runs it, and what a new project is made of: nothing else", () => {
    const places = packed.map(({ path }) =>
      path
        .split("/")
        .slice(0, path.startsWith("dist/") ? 2 : 1)
        .join("/"),
    );
    assert.deepEqual([...new Set(places)].sort(), [
      ...["CHANGELOG.md", "LICENSE", "README.md", "bin"],
      ...["app", "bin", "components", "estimate", "internals", "live", "naming", "problems"].map(inDist),
      ...["program", "release", "settings", "template", "traffic", "turnout.d.ts"].map(inDist),
      ...["docs", "package.json", "policy"],
    ]);
    const own = packed.filter(({ path }) => !/^(dist\/template|docs\/examples)\//.test(path));
    assert.deepEqual(
      own
        .map(({ path }) => path)
        .filter((path) => /(?<!\.d)\.ts$|\.test\.|(^|\/)(\.turnout|\.env)/.test(path)),
      [],
    );
    const command = packed.find(({ path }) => path === "bin/turnout.js");
    assert.equal((command?.mode ?? 0) & 0o111, 0o111);
  });

  for (const resolution of [
    ["nodenext"],
    ["node16"],
    ["preserve", "--moduleResolution", "bundler"],
    ["commonjs", "--ignoreDeprecations", "6.0", "--moduleResolution", "node"], // as `pulumi new typescript` writes it
  ])
    it(`has types for a program under ${resolution.at(-1)}`, () => {
      const tsc = join(root, "node_modules/typescript/bin/tsc");
      const { output } = run("", process.execPath, tsc, "-p", ".", "--module", ...resolution);
      assert.equal(output, "");
    });

  it("runs such a program offline, from a folder below the project's", () => {
    const declared = (stack: string): string[] => {
      const { stdout, output } = turnout(
        "app/src",
        "diff",
        "--stack",
        stack,
        "--base",
        "nothing",
        "--format",
        "json",
      );
      assert.notEqual(stdout, "", output);
      const { changes } = JSON.parse(stdout) as { changes: { type: string; name: string }[] };
      return changes.map(({ type, name }) => `${type.split(":").at(-1) ?? ""} ${name}`);
    };
    for (const stack of ["dev", "staging", "prod"]) {
      const resources = declared(stack);
      const wanted = ["Deployment web-blue", "Deployment web-green", "HTTPRoute web"];
      if (stack === "dev") wanted.push("Namespace home");
      for (const resource of wanted) assert.ok(resources.includes(resource), `${resource} in ${stack}`);
    }
    assert.ok(declared("platform").includes("Gateway platform"));
  });

  it("says so where there is no project", () => {
    const { status, output } = turnout("../..", "names", "x");
    assert.equal(status, 1);
    assert.equal(
      output,
      "No project is here, or in a folder above: run this in a folder with Pulumi.yaml and branches.ts, or make a project with `npx turnout new NAME`.\n",
    );
  });

  it("keeps to itself what its face doesn't have", () => {
    const { output } = run("", process.execPath, "--eval", 'require("turnout/dist/cli/main")');
    assert.match(output, /ERR_PACKAGE_PATH_NOT_EXPORTED/);
  });

  it("can be imported from an ES module by name", () => {
    const module =
      'import { turnout, Environment } from "turnout"; console.log(typeof turnout, typeof Environment)';
    assert.equal(
      run("", process.execPath, "--input-type=module", "--eval", module).output,
      "function function\n",
    );
  });
});

const inDist = (name: string) => `dist/${name}`;
