import { recordedApplication } from "../../release/checkpoint";
import { colors } from "../../release/model";
import { Backend } from "../traffic/backend";
import type { FakeEngine } from "./fake-engine";

/** Answers at the hostnames of an engine's applications as its routes say, each answer naming its release. */
export class FakeGateway {
  /** Releases that answer 500. */
  readonly broken = new Set<string>();
  /** Answers so far, by release. */
  readonly answers = new Map<string, number>();
  private count = 0;

  private constructor(
    private readonly backend: Backend,
    private readonly engine: FakeEngine,
  ) {}

  static async start(engine: FakeEngine): Promise<FakeGateway> {
    const gateway: FakeGateway = new FakeGateway(
      await Backend.start((request, response) => {
        const release = gateway.releaseAt(request.headers.host ?? "");
        if (release === undefined) return void response.writeHead(404).end();
        gateway.answers.set(release, (gateway.answers.get(release) ?? 0) + 1);
        response.writeHead(gateway.broken.has(release) ? 500 : 200, { "x-release": release }).end();
      }),
      engine,
    );
    const shared = { namespace: "turnout-gateway", name: "shared", port: gateway.backend.port };
    engine.settings = { "turnout:gateway": JSON.stringify(shared) };
    return gateway;
  }

  stop(): Promise<void> {
    return this.backend.stop();
  }

  /** A host is `smallcase-develop[--api][--preview].localhost`; the first application has no name in it. */
  private releaseAt(host: string): string | undefined {
    const parts = (host.split(".")[0] ?? "").split("--").slice(1);
    const name = parts[0] === undefined || parts[0] === "preview" ? "web" : parts[0];
    const { weights, preview, ...application } = recordedApplication(this.engine.checkpoint, name);
    if (parts.includes("preview")) return preview && application[preview]?.release;
    const share = this.count++ % 100;
    const color = share < (weights?.blue ?? 0) ? colors[0] : colors[1];
    return application[color]?.release;
  }
}
