import { createHash } from "node:crypto";
import type { Properties } from "./wire-value";

/** The account and region of the simulated AWS. */
export const AWS = { account: "111122223333", region: "eu-central-1" };

/** A stable name of so many hexadecimal digits, as AWS gives its objects. */
export const hex = (text: string, digits: number): string =>
  createHash("sha256").update(text).digest("hex").slice(0, digits);

export const arn = (service: string, rest: string): string =>
  `arn:aws:${service}:${AWS.region}:${AWS.account}:${rest}`;

/** Of a role or policy, which are of no region. */
export const iamArn = (kind: string, { path = "/", name }: Properties): string =>
  `arn:aws:iam::${AWS.account}:${kind}${String(path)}${String(name)}`;

/** A list of objects in a property; empty where there is none. */
export const list = (value: unknown): Properties[] => (Array.isArray(value) ? (value as Properties[]) : []);
