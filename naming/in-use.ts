/** Why a platform can't be taken away yet, whoever is on it, as a sentence. */
export const stillProtected = (platform: string): string =>
  `Platform ${platform} is protected; nothing was changed. To destroy it, set turnout:protect of its stack to false and ` +
  `run \`pulumi up --stack ${platform}\` first.`;

/** Why a platform must not be taken away, as a sentence; undefined where nobody is on it. */
export function inUse(platform: string, namespaces: readonly string[]): string | undefined {
  const count = namespaces.length;
  if (count === 0) return undefined;
  const some = [...namespaces].sort().slice(0, 5);
  const more = count > some.length ? ` and ${count - some.length} more` : "";
  return (
    `Platform ${platform} still has ${count === 1 ? "an environment" : `${count} environments`} (${some.join(", ")}${more}), ` +
    `which would lose ${count === 1 ? "its" : "their"} traffic and could never be removed cleanly; nothing was changed. ` +
    "Remove them first with `turnout destroy --stack …`."
  );
}
