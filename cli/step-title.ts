import { kindOf } from "../diff/replacement";

/** `Deployment web-blue` of a URN. */
export function titleOf(urn: string): string {
  const [, , types = "", name = urn] = urn.split("::");
  return `${kindOf(types.split("$").at(-1) ?? types)} ${name}`;
}
