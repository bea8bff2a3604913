import * as settings from "@pulumi/pulumi/runtime/settings";

/*
 * The calls by which a program registers its resources with the engine. While one is open the engine works, for as long
 * as that takes; where none is, the program has the word. Offline Node itself sees that a program waits for what never
 * comes (offline.ts); here the engine's connections keep the process alive.
 */

interface Call {
  start(metadata: unknown, listener: Listener): void;
}
interface Listener {
  onReceiveStatus(status: unknown): void;
}
interface CallOptions {
  readonly method_definition: { readonly path: string };
}

/** One of gRPC's (grpc/proposal, L5). */
export type Interceptor = (options: CallOptions, next: (options: CallOptions) => Call) => Call;

/** A run of the program that is under way: calls that are open, and since when there is none. */
let run: { open: number; idleSince: number } | undefined;

export const counting: Interceptor = (options, next) => {
  const call = next(options);
  const own = run;
  if (own === undefined) return call;
  // The last of all: from here on the engine ends what it has begun, and calls of the program may come no more.
  if (options.method_definition.path.endsWith("/SignalAndWaitForShutdown")) run = undefined;
  const start = call.start.bind(call);
  call.start = (metadata, listener) => {
    own.open++;
    start(metadata, {
      ...listener,
      onReceiveStatus: (status) => {
        own.open--;
        own.idleSince = Date.now();
        listener.onReceiveStatus(status);
      },
    });
  };
  return call;
};

// Used for each connection to the engine (runtime/settings.js); its type leaves it out.
(
  settings as unknown as { grpcClientOptions: { interceptors: Interceptor[] } }
).grpcClientOptions.interceptors.push(counting);

/** Error where a program waits for what never comes. */
export const neverEnds =
  "The program doesn't get to its end: it waits for what never comes. Look in index.ts and what it loads for a promise that nothing resolves.";

/** Milliseconds that a program may think between two calls; one that talks to no one takes a second in all. */
export const patience = 60_000;

/**
 * Runs the program in the engine, and interrupts the engine where the program waits for what never comes.
 *
 * @param start runs it, and interrupts it by the signal.
 * @throws Error in one sentence where the program never ends; whatever `start` throws.
 */
export async function toItsEnd<T>(start: (signal: AbortSignal) => Promise<T>, limit = patience): Promise<T> {
  const giveUp = new AbortController();
  const own = (run = { open: 0, idleSince: Infinity }); // until its first call the engine is only starting
  const watch = setInterval(
    () => {
      if (run === own && own.open === 0 && Date.now() - own.idleSince > limit) giveUp.abort();
    },
    Math.min(limit, 1000),
  );
  try {
    return await start(giveUp.signal);
  } catch (error) {
    throw giveUp.signal.aborted ? new Error(neverEnds) : error;
  } finally {
    clearInterval(watch);
    run = undefined;
  }
}
