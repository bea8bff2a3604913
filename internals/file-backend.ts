import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

/*
 * Pulumi's own backend of files (pulumi/pulumi, pkg/backend/diy): the Automation API tells neither a stack's last
 * checkpoint nor who holds its lock without starting the CLI, which takes some tenths of a second.
 * test/engine/file-backend.test.ts and test/engine/recover.test.ts say when an upgrade breaks it.
 */

/** The file of a stack's last checkpoint. */
export const checkpointFile = (state: string, project: string, stack: string): string =>
  join(state, ".pulumi", "stacks", project, `${stack}.json`);

/** Whether somebody holds a stack's lock, alive or not. */
export function hasLocks(state: string, project: string, stack: string): boolean {
  const locks = join(state, ".pulumi", "locks", "organization", project, stack);
  return existsSync(locks) && readdirSync(locks).some((file) => file.endsWith(".json"));
}

/** A lock of one of Pulumi's own backends: a file, a bucket (pkg/backend/diy/lock.go). Pulumi Cloud shows none. */
export interface Lock {
  readonly user: string;
  readonly host: string;
  /** The engine's process. */
  readonly pid: number;
  /** Whole seconds. */
  readonly since: Date;
  /** Its place in the backend. */
  readonly url: string;
}

/** The engine's words about a stack that is locked; it names the locks. */
export const locked = /currently locked by \d+ lock\(s\)[^]*?created by /;

/**
 * The engine's words about a lock that it saw and could not read: it was being written, or its update had just ended
 * (checkForLock lists the files first, and reads them then).
 */
export const fleetingLock =
  /^(?: stderr: )?error: unexpected end of JSON input$|blob \(key "\.pulumi\/locks\/[^"]*"\)/m;

/** The engine's words about a stack that Pulumi Cloud is updating: Cloud shows no lock. */
export const cloudConflict = /\[409\] Conflict|another update is currently in progress/i;

/** The locks that an engine's error names, each once: the Automation API repeats what the engine wrote. */
export function parseLocks(text: string): Lock[] {
  const line = /^\s*(\S+): created by (.+)@([^@\s]+) \(pid (\d+)\) at (\S+)\s*$/gm;
  const locks = [...text.matchAll(line)].map(([, url = "", user = "", host = "", pid, time = ""]): Lock => ({
    url,
    user,
    host,
    pid: Number(pid),
    since: new Date(time),
  }));
  const readable = locks.filter(({ since }) => !Number.isNaN(since.getTime()));
  return [...new Map(readable.map((lock) => [lock.url, lock])).values()];
}
