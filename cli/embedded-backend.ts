import { randomBytes } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parse, stringify } from "yaml";

/** Where the Pulumi CLI works, and the variables it needs there. */
export interface Workplace {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * The backend inside the checkout: state, a passphrase made once, and a work folder of its own. The tracked
 * stack files are copied into it, because Pulumi writes its encryption salt into the file it works with,
 * and the salt of one laptop's passphrase must not be committed.
 */
export function embeddedBackend(root: string, stack: string): Workplace {
  const home = join(root, ".turnout");
  const folder = join(home, "workspace");
  const state = join(home, "state");
  for (const path of [folder, state]) mkdirSync(path, { recursive: true, mode: 0o700 });
  copyFileSync(join(root, "Pulumi.yaml"), join(folder, "Pulumi.yaml"));
  copyStackFile(join(root, `Pulumi.${stack}.yaml`), join(folder, `Pulumi.${stack}.yaml`));
  return {
    folder,
    environment: {
      PULUMI_BACKEND_URL: pathToFileURL(state).href,
      PULUMI_CONFIG_PASSPHRASE: passphrase(join(home, "passphrase")),
    },
  };
}

/** Whether a stack is there, as the backend inside the checkout keeps it (pkg/backend/diy); of any other nothing is known. */
export function isMadeIn({ PULUMI_BACKEND_URL }: Workplace["environment"], stack: string): boolean {
  if (PULUMI_BACKEND_URL === undefined) return false;
  return existsSync(join(fileURLToPath(PULUMI_BACKEND_URL), ".pulumi", "stacks", "turnout", `${stack}.json`));
}

/** A stack without a tracked file has its only one in the work folder, and keeps it. */
function copyStackFile(tracked: string, own: string): void {
  if (!existsSync(tracked)) return;
  const before = existsSync(own)
    ? (parse(readFileSync(own, "utf8")) as Record<string, unknown> | null)
    : null;
  const now = parse(readFileSync(tracked, "utf8")) as Record<string, unknown> | null;
  writeFileSync(
    own,
    stringify({
      ...(before?.encryptionsalt !== undefined && { encryptionsalt: before.encryptionsalt }),
      ...now,
    }),
  );
}

function passphrase(file: string): string {
  try {
    // `wx`: of two commands started at once one makes it, and the other reads that one's.
    writeFileSync(file, randomBytes(24).toString("base64url"), { mode: 0o600, flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  return readFileSync(file, "utf8");
}
