import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { appFacts, dockerfileFacts } from "../../cli/app-facts";
import { classTrouble, isAtHand } from "../../cli/new-cluster";
import {
  isOwnScript,
  lacking,
  mergedPackage,
  neededPackages,
  projectTexts,
  readPackage,
  unignored,
} from "../../cli/scaffold";

const facts = { build: "app", port: 8080, readiness: "/readyz", liveness: "/healthz" };

describe("facts of a Dockerfile", () => {
  const port = (text: string) => dockerfileFacts(text).port;
  const ports: readonly (readonly [title: string, text: string, port: string | undefined])[] = [
    ["one port", "FROM x\nEXPOSE 5000\n", "5000"],
    ["lower case, with a protocol", "from x\nexpose 5000/tcp", "5000"],
    ["the same port in two stages", "FROM x AS a\nEXPOSE 80\nFROM a\nEXPOSE 80", "80"],
    ["another port in a stage before", "FROM x AS dev\nEXPOSE 5000 9229\nFROM dev-not\nEXPOSE 80", "80"],
    [
      "that of the stage it is made from",
      "FROM x AS Base\nEXPOSE 80\nFROM y AS b\nEXPOSE 1\nFROM base\nCMD z",
      "80",
    ],
    ["none in the last stage", "FROM x AS dev\nEXPOSE 5000\nFROM y", undefined],
    ["two ports", "EXPOSE 80\nEXPOSE 443", undefined],
    ["two in one line", "EXPOSE 80 443", undefined],
    ["one that is UDP beside it", "EXPOSE 80 53/udp", "80"],
    ["an argument with a value", "ARG PORT=8000\nEXPOSE ${PORT}", "8000"],
    ["an old-style variable", "ENV PORT 8000\nEXPOSE $PORT", "8000"],
    ["one variable of several", 'ENV A=x PORT="8000"\nEXPOSE $PORT', "8000"],
    ["a default", "EXPOSE ${PORT:-9000}", "9000"],
    ["an argument without a value", "ARG PORT\nEXPOSE $PORT", undefined],
    ["a port beside a variable that nobody knows", "EXPOSE 80 $MORE", undefined],
    ["a range", "EXPOSE 8000-8010", undefined],
    ["a comment", "# EXPOSE 80\nFROM x", undefined],
    ["two lines", "EXPOSE \\\r\n  5000\r\n", "5000"],
    ["a byte order mark", "\uFEFFEXPOSE 5000", "5000"],
    ["none", "FROM x", undefined],
  ];
  for (const [title, text, expected] of ports)
    it(`port: ${title}`, () => {
      assert.equal(port(text), expected);
    });

  it("the path of the health check", () => {
    const health = (text: string) => dockerfileFacts(text).health;
    assert.equal(
      health("HEALTHCHECK --interval=5s \\\n CMD curl -f http://localhost:5000/health || exit 1"),
      "/health",
    );
    assert.equal(health('HEALTHCHECK CMD ["wget", "-q", "http://127.0.0.1/ready-z"]'), "/ready-z");
    assert.equal(health("HEALTHCHECK CMD curl http://localhost:5000 || exit 1"), "/");
    assert.equal(health('HEALTHCHECK CMD ["curl", "http://localhost:$PORT"]'), "/");
    assert.equal(health("HEALTHCHECK CMD curl http://localhost:${PORT}/up?full=1"), "/up");
    for (const path of ["${HEALTH_PATH}", "/$NAME", "/api/${NAME}"])
      assert.equal(health(`HEALTHCHECK CMD curl http://localhost:5000${path}`), undefined);
    assert.equal(health("HEALTHCHECK NONE"), undefined);
  });
});

describe("facts of an application", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "turnout-test-"))));
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });
  const nobody = () => Promise.resolve(undefined);
  const dockerfile = (text: string) => {
    writeFileSync(join(folder, "Dockerfile"), text);
  };
  const refused = (options: object, message: string) =>
    assert.rejects(appFacts(folder, "app", options, nobody), { message });

  it("are known of the example", async () => {
    assert.deepEqual(await appFacts(undefined, "app", {}, nobody), facts);
  });

  it("come from its Dockerfile, and from what a person answers", async () => {
    dockerfile("EXPOSE 5000");
    const asked: string[] = [];
    const person = (question: string) => {
      asked.push(question);
      return Promise.resolve(" /ok ");
    };
    const found = await appFacts(folder, "app", {}, person);
    assert.deepEqual(found, { build: "app", port: 5000, readiness: "/ok", liveness: "/ok" });
    assert.deepEqual(asked, ["Name a path that answers 200 once the application is ready, such as /: "]);
  });

  it("asks nothing more of a person who stopped it", async () => {
    dockerfile("FROM x");
    const asked: string[] = [];
    const person = (question: string) => {
      asked.push(question);
      return Promise.resolve("^C");
    };
    const message = "Stopped at a question: nothing was made.";
    await assert.rejects(appFacts(folder, "app", {}, person), { message });
    assert.deepEqual(asked, ["Name the port that the application listens at: "]);
  });

  it("are refused without a Dockerfile", () =>
    refused(
      {},
      `There is no Dockerfile in ${folder}: write one (its name begins with a capital), or name the folder that has it with --app.`,
    ));

  it("name every option that is missing where nobody can be asked", async () => {
    dockerfile("FROM x");
    await refused(
      {},
      "Name the port that the application listens at, with --port; and a path that answers 200 once the application is ready, such as /, with --readiness: the Dockerfile doesn't say it, and nobody can be asked.",
    );
    await refused(
      { port: "80" },
      "Name a path that answers 200 once the application is ready, such as /, with --readiness: the Dockerfile doesn't say it, and nobody can be asked.",
    );
  });

  it("refuse what is no port and no path", async () => {
    dockerfile("FROM x");
    for (const port of ["0", "65536", "8e1", "", "\u001b[31m", "-1", "80.5"])
      await refused(
        { port, readiness: "/" },
        `The port of the application is ${JSON.stringify(port)}: it must be a number from 1 to 65535; set it by --port, or by EXPOSE in its Dockerfile.`,
      );
    for (const readiness of ["ready", "", "/a b", "/\u202ex"])
      await assert.rejects(appFacts(folder, "app", { port: "80", readiness }, nobody), {
        message: /^--readiness is ".*": it must be a path that begins with a slash, such as \/healthz\.$/,
      });
  });
});

describe("files of a project", () => {
  it("are under ten lines of program, and a settings file that says the application's facts", () => {
    const texts = projectTexts("shop", { ...facts, build: "services/web", port: 5000 });
    assert.ok((texts.get("index.ts")?.split("\n").length ?? 99) < 10);
    const { name, config } = parse(texts.get("Pulumi.yaml") ?? "") as {
      name: string;
      config: Record<string, { value: unknown }>;
    };
    assert.equal(name, "shop");
    assert.deepEqual(config["turnout:applications"]?.value, [
      {
        name: "web",
        image: "localhost/shop",
        build: "services/web",
        port: 5000,
        probes: { readiness: { path: "/readyz" }, liveness: { path: "/healthz" } },
        smoke: { path: "/readyz" },
      },
    ]);
    for (const [file, text] of texts)
      assert.doesNotMatch(text, /\b(NAME|PORT|BUILD|IMAGE|READINESS)\b/, file);
    assert.ok(texts.has(".gitignore") && texts.has(".gitattributes") && !texts.has("package.json"));
  });

  it("are not made under a name that no environment could have", () => {
    for (const name of ["..", "../x", "a/b", "-x", "Ä", "a b", "", "\u001b[31mx", "x".repeat(41), "Shop"])
      assert.throws(() => projectTexts(name, facts), {
        message: `No project can be named ${JSON.stringify(name).replace("\u001b", "\\u001b")}: it must be 1 to 20 of a-z, 0-9 and single -, starting with a letter and not ending in -; write the product's short name, such as "smallcase".`,
      });
  });

  it("are not made under the name of a package that they need", () => {
    assert.throws(() => projectTexts("mocha", facts), {
      message:
        "No project can be named mocha: it needs a package of that name, and npm refuses that; take another name.",
    });
  });
});

describe("a project's package.json", () => {
  const spec = () => "file:vendor/turnout.tgz";

  it("has what the project needs, and is complete after that", () => {
    const { merged } = mergedPackage("shop", undefined, spec);
    assert.equal(merged.name, "shop");
    assert.ok(isOwnScript(merged, "test") && isOwnScript(merged, "start"));
    assert.equal((merged.dependencies as { turnout: string }).turnout, "file:vendor/turnout.tgz");
    for (const name of neededPackages())
      assert.ok(JSON.stringify(merged).includes(`${JSON.stringify(name)}:`), name);
    const again = mergedPackage("other", merged, () => assert.fail("no version is looked for"));
    assert.deepEqual(again, { merged, added: [] });
  });

  it("keeps what a person has, except npm's placeholder", () => {
    const own = {
      name: "mine",
      scripts: { start: "node .", test: 'echo "Error: no test specified" && exit 1' },
      devDependencies: { typescript: "5.0.0" },
      __proto__: null,
    };
    const { merged, added } = mergedPackage("shop", own, spec);
    assert.equal(merged.name, "mine");
    assert.deepEqual(merged.scripts, { start: "node .", test: "tsc && mocha test/*.test.ts" });
    assert.equal((merged.devDependencies as { typescript: string }).typescript, "5.0.0");
    assert.ok(added.includes("scripts.test") && !added.includes("scripts.start"));
    assert.ok(!isOwnScript(merged, "start"));
  });

  const refused: readonly (readonly [text: string, message: string])[] = [
    ["[]", "package.json must be an object, such as {}: correct it, and run this again."],
    ["null", "package.json must be an object, such as {}: correct it, and run this again."],
    ['{"scripts": []}', "scripts in package.json must be an object: correct it, and run this again."],
    [
      '{"type": "module"}',
      'package.json says "type": "module", but the program of a Pulumi project that Turnout loads is CommonJS: make the project in a folder of its own, `mkdir deploy && cd deploy`, and run this there with --app ../FOLDER.',
    ],
  ];
  for (const [text, message] of refused)
    it(`is refused as ${text}`, () => {
      assert.throws(() => readPackage(text), { message });
    });

  it("is read with a byte order mark, and refused where it is no JSON", () => {
    assert.deepEqual(readPackage('\uFEFF{"name": "x"}'), { name: "x" });
    assert.throws(
      () => readPackage("{"),
      /^Error: package\.json is not JSON \(.+\): correct it, and run this again\.$/,
    );
  });
});

describe("a person's own files", () => {
  const wanted = projectTexts("shop", facts);
  const lacks = (file: string, own: string) => lacking(file, own, wanted.get(file) ?? "");

  it("lack nothing where they are of a project already", () => {
    for (const [file, text] of wanted) assert.equal(lacks(file, text), undefined, file);
    assert.equal(lacks("README.md", "mine"), undefined);
  });

  it("lack Turnout's program and settings in an ordinary Pulumi project", () => {
    assert.equal(lacks("index.ts", 'import * as aws from "@pulumi/aws";'), wanted.get("index.ts"));
    const own = "name: mine\nruntime: nodejs\nconfig:\n  turnout:domain: example.com\n";
    const lines = parse(lacks("Pulumi.yaml", own) ?? "") as { runtime: object; config: object };
    assert.deepEqual(lines.runtime, {
      name: "nodejs",
      options: { typescript: false, nodeargs: "--require turnout/start" },
    });
    assert.deepEqual(Object.keys(lines.config), [
      "turnout:platform",
      "turnout:gateway",
      "turnout:applications",
    ]);
  });

  it("that are no YAML are refused", () => {
    assert.throws(
      () => lacks("Pulumi.yaml", "a: ["),
      /^Error: Pulumi\.yaml is not YAML \(.+\): correct it, and run this again\.$/,
    );
  });

  it("get the lines of .gitignore that they don't have, in whatever spelling", () => {
    assert.deepEqual(unignored("/node_modules\n.turnout/\n", wanted.get(".gitignore") ?? ""), [
      "Pulumi.pr-*.yaml",
      "Pulumi.local-*.yaml",
    ]);
  });
});

describe("a cluster at hand", () => {
  it("takes a Gateway only where it has that class", () => {
    assert.equal(classTrouble(["nginx", "traefik"], "traefik"), undefined);
    assert.equal(
      classTrouble([], "traefik"),
      "the cluster has no controller of the Gateway API; install one, such as Traefik",
    );
    assert.equal(
      classTrouble(["nginx", "cilium"], "traefik"),
      "the cluster has GatewayClass nginx, cilium, and not traefik; set className under turnout:gateway in Pulumi.yaml",
    );
  });

  const server = "https://10.0.0.1:6443";
  for (const [context, address, expected] of [
    ["local", "https://127.0.0.1:6443", true],
    ["x", "https://localhost", true],
    ["x", "https://[::1]:6443", true],
    ["k3d-x", "https://0.0.0.0:40123", true],
    ["kind-shop", server, true],
    ["minikube", server, true],
    ["docker-desktop", "https://kubernetes.docker.internal:6443", true],
    ["prod", server, false],
    ["x", "https://127.0.0.1.example.com", false],
    ["x", "https://localhost.example.com", false],
    ["minikube-prod", server, false],
    ["arn:aws:eks:eu-central-1:1:cluster/kind-x", server, false],
  ] as const)
    it(`${context} at ${address}: ${expected ? "yes" : "no"}`, () => {
      assert.equal(isAtHand({ context, server: address }), expected);
    });
});
