/**
 * Whether a Resource of an IAM statement leaves open which resource: `*`, and ARNs that after their fifth colon have
 * nothing but wildcards, `arn:aws:s3:::*`, whatever account they name. A `*` at the end of a part goes on over its colon
 * (IAM User Guide, element Resource), so what is cut before it, `a*` or `arn:aws:s3`, leaves it open too. All of one type,
 * as in `arn:aws:kms:…:key/*`, is something.
 */
export function isEveryResource(pattern: string): boolean {
  const [first = "", ...rest] = pattern.split(":");
  return /^[arn*?]+$/.test(first) && /^[*?:/]*$/.test(rest.slice(4).join(":"));
}
