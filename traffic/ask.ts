import { request, type Agent, type IncomingMessage } from "node:http";
import { request as requestTls } from "node:https";
import type { Sample } from "./sample";
import { lookupOf, type Target } from "./target";

/**
 * Asks once. Never rejects: a connection that is refused, breaks or takes too long is a sample too.
 * The answer counts once its last byte is there, for a connection may also break within a body.
 */
export function ask(target: Target, agent: Agent, timeoutMilliseconds: number): Promise<Sample> {
  const at = Date.now();
  const started = performance.now();
  return new Promise((resolve) => {
    const finish = (answer: Pick<Sample, "status" | "release" | "error">) => {
      clearTimeout(timer);
      resolve({ at, milliseconds: performance.now() - started, ...answer });
    };
    const broke = (error: string) => finish({ status: 0, error });
    const { host, port, path, header } = target;
    const headers = { "user-agent": "turnout-probe", "cache-control": "no-cache" };
    const lookup = lookupOf(target);
    const asking = (target.tls ? requestTls : request)({ agent, host, port, path, headers, lookup });
    const giveUp = () => {
      broke(`no answer within ${timeoutMilliseconds / 1000} s`);
      asking.destroy();
    };
    // After a look at the sockets: where this process was busy for long, the answer may already wait there.
    const timer = setTimeout(() => setImmediate(giveUp), timeoutMilliseconds);
    asking.on("error", (error) => broke(reasonOf(error)));
    let whole = (): boolean => false;
    // An answer may be whole and not read to its end yet, where its end is that of the connection.
    asking.on("close", () => whole() || broke("the connection was closed before the answer was whole"));
    asking.on("response", (response) => {
      whole = () => response.complete;
      response.on("end", () => finish(answerOf(response, header)));
      response.resume();
    });
    asking.end();
  });
}

/** An error of `localhost`, which is tried at two addresses, has a code and no message. */
const reasonOf = (error: NodeJS.ErrnoException) => error.message || (error.code ?? error.name);

/** Printed as it is, in terminals and Markdown, so what could be more than a name is none. */
const releaseForm = /^[\w.+:@/-]{1,63}$/;

/** A refusal that names no release, where releases name themselves, is the gateway's own: no release was asked. */
function answerOf({ statusCode = 0, headers }: IncomingMessage, header: string | undefined) {
  if (header === undefined) return { status: statusCode };
  const release = headers[header.toLowerCase()];
  if (typeof release === "string" && releaseForm.test(release)) return { status: statusCode, release };
  if (statusCode < 400) return { status: statusCode };
  return { status: statusCode, error: `status ${statusCode} without ${header}` };
}
