/** What only looks, and of what is looked at hands out no secret. */
const looks = /^[\w-]+:(Describe|List)/i;
const reads =
  /^[\w-]+:(BatchGet|BatchCheck|Get|Lookup|Search|Simulate|Query|Scan|Test|View|Estimate)[\w*?]*$/i;
const ofSecrets = /^(secretsmanager|ssm|kms):/i;

/** Whether an action of IAM changes something, or reads what may be a secret. */
export const isMoreThanLooking = (action: string): boolean =>
  !looks.test(action) && (ofSecrets.test(action) || !reads.test(action));

/** Whether an action is a pattern: by wildcards only what reads may be meant, `s3:Get*`, and of one service. */
export const isWide = (action: string): boolean =>
  /[*?]/.test(action) && !looks.test(action) && !reads.test(action);
