import { anyPart, type Asked } from "./condition";
import { notKnown } from "./inputs";

/**
 * Keys that say whose request it is, and that nobody gives himself (IAM User Guide, global condition keys). No
 * addresses: whoever is behind one comes in, without a name. No tags, and no sts:ExternalId: callers choose them.
 */
const callerKeys =
  /^(aws:(Principal(Account|Arn|OrgID|OrgPaths)|Source(Account|Arn|OrgID|OrgPaths|Vpc|Vpce))|s3:DataAccessPoint(Account|Arn))$/i;

/** Those that hold only where the key is there and has one of the values. */
const positive = /^(ForAnyValue:)?(String(Equals|EqualsIgnoreCase|Like)|Arn(Equals|Like))$/i;

/** Wildcards, and variables, which callers may fill. */
const open = /[*?]|\$\{/;
/** ARNs of a named account, and paths in a named organization: what follows may be left open. */
const owned = /^(arn:[\w-]+:[\w-]+:[\w-]*:\d{12}:|o-[a-z0-9]+\/)/;

/**
 * Whether a condition lets in only callers that it names, by an account, an organization, a VPC or an ARN. As Amazon S3
 * decides what is public, but for addresses (S3 User Guide, block public access). Not known yet counts as named.
 */
export const namesCallers = (condition: unknown): boolean => anyPart(condition, names);

const names = ({ operator, key, values }: Asked): boolean =>
  callerKeys.test(key) && positive.test(operator) && values.length > 0 && values.every(isFixed);

const isFixed = (value: unknown): boolean =>
  value === notKnown || (value !== "" && (!open.test(String(value)) || owned.test(String(value))));
