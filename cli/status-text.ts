import { colors } from "../release/model";
import { switchMarkdown, switchText } from "../traffic/switch";
import { columns } from "./columns";
import { spanOf } from "./lock";
import type { Status } from "./stack-status";

/** For a terminal. */
export function statusText({ stack, applications }: Status, now: Date): string {
  const entries = Object.entries(applications);
  if (entries.length === 0) return `Stack ${stack} has no applications: \`npx turnout up\` brings them up.\n`;
  const rows = entries.flatMap(([name, application]) =>
    colors.map((color) => {
      const recorded = application[color];
      const weight = `${application.weights?.[color] ?? 0} %`;
      if (recorded === undefined) return [name, color, weight, "-", "-", "-", "-"];
      const since = application.since[color];
      const age = since === undefined ? "-" : spanOf(now.getTime() - new Date(since).getTime());
      const state = recorded.replicas === 0 ? "standing by" : recorded.ready ? "Ready" : "not Ready";
      const tried = recorded.candidate && application.weights?.[color] !== 100 ? ", not promoted" : "";
      return [name, color, weight, recorded.release, age, String(recorded.replicas), state + tried];
    }),
  );
  const header = ["application", "color", "traffic", "release", "age", "pods", "state"];
  const lines = entries.flatMap(([name, { url, previewUrl, lastSwitch, next, drift }]) => [
    ...(url
      ? [`${name} answers at ${url}${previewUrl ? `, what was released last at ${previewUrl}` : ""}`]
      : []),
    ...(lastSwitch ? [`Last switch of ${switchText(name, lastSwitch)}`] : []),
    ...(drift ? [drift] : []),
    ...(next ? [`Next \`up\` of ${next}`] : []),
  ]);
  const table = columns(header, rows, ["traffic", "age", "pods"]);
  return [`Stack ${stack}\n`, table, ...lines.map((line) => `${line}\n`)].join("");
}

/** For a pull request: one line per application whose traffic was seen to move. */
export function statusMarkdown({ applications }: Status): string {
  return Object.entries(applications)
    .flatMap(([name, { lastSwitch }]) => (lastSwitch ? [`- ${switchMarkdown(name, lastSwitch)}\n`] : []))
    .join("");
}
