import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, openSync, closeSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

const root = join(__dirname, "../..");
/** Folder with the image builder that needs neither a registry nor Docker (CONTRIBUTING.md#the-cluster-tier). */
const local = resolve(root, process.env.TURNOUT_TEST_CLUSTER ?? "../shared/cluster");

/** Where the app's image comes from; undefined where nothing can give one. */
export function appImageSource(): "given" | "made" | undefined {
  if (process.env.TURNOUT_TEST_IMAGE) return "given";
  return existsSync(join(local, "cluster")) ? "made" : undefined;
}

const provided = new Set<string>();

/** Makes the app's image known to the cluster, unless the cluster can pull it. */
export function provideAppImage(image: string): void {
  if (appImageSource() === "given" || provided.has(image)) return;
  provided.add(image);
  const cluster = join(local, "cluster");
  const folder = mkdtempSync(join(tmpdir(), "turnout-image-"));
  try {
    execFileSync(cluster, ["flask"], { stdio: ["ignore", "inherit", "inherit"] });
    const rootfs = join(folder, "rootfs");
    // `cp` keeps the owners and links of a root filesystem, which Node's own copy does not.
    execFileSync("cp", ["-a", join(dirname(process.env.KUBECONFIG ?? ""), "rootfs-flask"), rootfs]);
    for (const part of ["smallcase", "wsgi.py", "gunicorn.conf.py"])
      cpSync(join(root, "app", part), join(rootfs, "app", part), { recursive: true });
    const archive = join(folder, "image.tar");
    const file = openSync(archive, "w");
    const start = JSON.stringify(["sh", "-c", "cd /app && exec gunicorn wsgi:app"]); // the Dockerfile's WORKDIR and CMD
    execFileSync("python3", [join(local, "image.py"), image, rootfs, start], {
      stdio: ["ignore", file, "inherit"],
    });
    closeSync(file);
    execFileSync(cluster, ["image", image, archive], { stdio: ["ignore", "ignore", "inherit"] });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
