import type { Agent } from "node:http";
import { request } from "node:http";
import { performance } from "node:perf_hooks";

/** Where the Gateway's listener can be reached; every hostname is asked for there. */
const address = { host: "127.0.0.1", port: Number(process.env.TURNOUT_TEST_GATEWAY_PORT ?? 8080) };
export const gatewayPort = address.port;
export const gatewayClass = process.env.TURNOUT_TEST_GATEWAY_CLASS ?? "traefik";

export interface Answer {
  readonly status: number;
  readonly release: string | undefined;
}

/** One request through the Gateway; a connection that breaks is status 0. */
export function ask(host: string, path = "/", agent?: Agent): Promise<Answer> {
  return new Promise((resolve) => {
    const asked = request({ ...address, path, agent, headers: { host }, timeout: 10_000 }, (response) => {
      response.resume();
      response.on("end", () => {
        const release = response.headers["x-release"];
        resolve({
          status: response.statusCode ?? 0,
          release: typeof release === "string" ? release : undefined,
        });
      });
      response.on("error", () => {
        resolve({ status: 0, release: undefined });
      });
    });
    asked.on("timeout", () => asked.destroy());
    asked.on("error", () => {
      resolve({ status: 0, release: undefined });
    });
    asked.end();
  });
}

/** A route that was applied takes the gateway a moment: asks until it answers so, or gives the last answer. */
export async function askUntil(
  host: string,
  fits: (answer: Answer) => boolean,
  seconds = 20,
): Promise<Answer> {
  const end = performance.now() + seconds * 1000;
  for (;;) {
    const answer = await ask(host);
    if (fits(answer) || performance.now() > end) return answer;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
