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
