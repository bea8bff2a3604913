import { createWriteStream, existsSync } from "node:fs";
import { type IncomingMessage, request } from "node:http";
import { homedir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { wordsOf } from "../problems/failure";
import type { NoEngine } from "../program/image-plan";

/** Milliseconds in which an engine on this machine answers; it also asks a registry in this time. */
const patience = 5000;

/** Docker, or what answers as it does: https://docs.docker.com/reference/api/engine/ */
export interface ContainerEngine {
  /** Whether it has an image; false where it can't say. */
  has(ref: string): Promise<boolean>;
  /** Whether the image's registry has it, as far as the engine may ask it without a login; Podman can't. */
  isPushed(ref: string): Promise<boolean>;
  /**
   * Writes an image to an archive.
   *
   * @returns false where it has none of that name, or is on another machine.
   * @throws Error where it can't be written.
   */
  save(ref: string, file: string): Promise<boolean>;
}

/** Where an engine listens: a socket's path or an address; or, on another machine, something that we don't ask. */
type Place = { readonly socketPath: string } | { readonly url: string } | "elsewhere";

/** Engine's sockets that @pulumi/docker finds by itself (pulumi-docker, provider/image.go, `configureDockerClient`). */
const usual = () =>
  process.platform === "win32"
    ? ["//./pipe/docker_engine"]
    : ["/var/run/docker.sock", ...["run", "desktop"].map((part) => home(".docker", part, "docker.sock"))];

/** Sockets of other engines, which @pulumi/docker finds only by DOCKER_HOST. */
const others = ({ XDG_RUNTIME_DIR: runtime }: NodeJS.ProcessEnv) => [
  home(".orbstack", "run", "docker.sock"),
  home(".colima", "default", "docker.sock"),
  home(".rd", "docker.sock"),
  ...(runtime === undefined ? [] : [join(runtime, "podman", "podman.sock")]),
  "/run/podman/podman.sock",
];

const home = (...parts: readonly string[]) => join(homedir(), ...parts);

/** Value of DOCKER_HOST by which @pulumi/docker finds the one engine that is there; undefined where it needs none. */
export function hostVariable(
  environment: NodeJS.ProcessEnv,
  isThere: (path: string) => boolean = existsSync,
): string | undefined {
  if (environment.DOCKER_HOST || usual().some(isThere)) return undefined;
  const socket = others(environment).find(isThere);
  return socket === undefined ? undefined : `unix://${socket}`;
}

/** The places where @pulumi/docker looks for an engine. */
export function placesOf({ DOCKER_HOST: host = "", DOCKER_CERT_PATH: tls = "" }: NodeJS.ProcessEnv): Place[] {
  if (host === "") return usual().map((socketPath) => ({ socketPath }));
  const [, scheme, rest = ""] = /^(unix|npipe|tcp|http):\/\/(.*)$/.exec(host) ?? [];
  if (scheme === undefined) return ["elsewhere"];
  if (scheme === "unix" || scheme === "npipe") return [{ socketPath: rest }];
  return tls === "" ? [{ url: `http://${rest}` }] : ["elsewhere"];
}

/**
 * The engine that @pulumi/docker builds with. One on another machine is taken to be there.
 *
 * @returns "not asked" in an offline diff, which hides the kubeconfig, too.
 */
export async function openContainerEngine(
  environment: NodeJS.ProcessEnv = process.env,
): Promise<ContainerEngine | NoEngine | "not asked"> {
  if (environment.KUBECONFIG === "") return "not asked";
  const chosen = environment.DOCKER_HOST ? "DOCKER_HOST: " : "";
  const reasons: string[] = [];
  for (const place of placesOf(environment)) {
    if (place === "elsewhere")
      return {
        has: () => Promise.resolve(false),
        isPushed: () => Promise.resolve(false),
        save: () => Promise.resolve(false),
      };
    const trouble = await troubleOf(place, "/_ping");
    if (trouble === undefined) return engineAt(place);
    // Of Docker's usual places some are never there.
    if (chosen !== "" || trouble.code !== "ENOENT") reasons.push(`${chosen}${wordsOf(trouble)}`);
  }
  return { noEngine: reasons };
}

type OwnPlace = Exclude<Place, "elsewhere">;

const engineAt = (place: OwnPlace): ContainerEngine => ({
  has: (ref) => answersWell(place, `/images/${ref}/json`),
  isPushed: (ref) => answersWell(place, `/distribution/${ref}/json`),
  async save(ref, file) {
    if (!(await answersWell(place, `/images/${ref}/json`))) return false;
    const answer = await get(place, `/images/${ref}/get`);
    if (answer.statusCode !== 200)
      throw new Error(`The container engine doesn't give image ${ref} (HTTP ${answer.statusCode ?? 0}).`);
    await pipeline(answer, createWriteStream(file));
    return true;
  },
});

const answersWell = async (place: OwnPlace, path: string): Promise<boolean> =>
  (await troubleOf(place, path)) === undefined;

/** Why there is no good answer; undefined where there is one. */
async function troubleOf(place: OwnPlace, path: string): Promise<NodeJS.ErrnoException | undefined> {
  try {
    const answer = await get(place, path, AbortSignal.timeout(patience));
    answer.resume();
    return answer.statusCode === 200 ? undefined : new Error(`HTTP ${answer.statusCode ?? 0}`);
  } catch (error) {
    return error as Error;
  }
}

function get(place: OwnPlace, path: string, signal?: AbortSignal): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const options = { ...(signal && { signal }), agent: false as const };
    const asked =
      "url" in place
        ? request(new URL(path, place.url), options, resolve)
        : request({ ...options, socketPath: place.socketPath, path }, resolve);
    asked.on("error", reject).end();
  });
}
