import { kindName } from "../kinds/lookup";

/** `Deployment web-blue` of a URN. */
export function titleOf(urn: string): string {
  const [, , types = "", name = urn] = urn.split("::");
  return `${kindName(types.split("$").at(-1) ?? types)} ${name}`;
}
