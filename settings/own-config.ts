/** Settings that are no text; Pulumi hands them over as JSON. */
const structured = ["applications", "overrides", "gateway", "aws", "monthlyCap", "protect"];

/** Of all configuration, what stands under the project's name, with what is no text read from its JSON. */
export function ownConfig(project: string, all: Readonly<Record<string, string>>): Record<string, unknown> {
  const prefix = `${project}:`;
  const config: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(all)) {
    if (!key.startsWith(prefix)) continue;
    const name = key.slice(prefix.length);
    config[name] = structured.includes(name) ? fromJson(value) : value;
  }
  return config;
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text; // the settings' own check says what should stand there
  }
}
