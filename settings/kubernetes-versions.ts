import { error, text } from "../problems/schema";

/**
 * Minor versions of Kubernetes 1 that EKS has in standard support, with its end. Any other is refused: the cluster is
 * made with `supportType: STANDARD`, which takes no older one, and moves a cluster on when its version's support ends.
 * As of 2026-11 (docs/facts.md#eks-versions); no end of 1.36 was published there.
 */
export const versions = [
  { minor: 34, until: "2026-12-02" },
  { minor: 35, until: "2027-03-27" },
  { minor: 36, until: undefined },
] as const;

/** The version of a new cluster. */
export const defaultVersion = "1.35";

const minors = versions.map(({ minor }) => minor);
const [oldest, newest] = [Math.min(...minors), Math.max(...minors)];
/** 35 of `1.35`. */
const minorOf = (name: string) => Number(name.slice("1.".length));

export const version = text(/^1\.\d\d$/, 'must be a version of Kubernetes in quotes; write it as "1.35"')
  .refine(
    (name) => minorOf(name) >= oldest,
    error(
      `must be 1.${oldest} or newer, for EKS's standard support of those before has ended; set "${defaultVersion}"`,
    ),
  )
  .refine(
    (name) => minorOf(name) <= newest,
    error(
      `must be 1.${newest} or older, for newer ones are not known to this version of Turnout; set "${defaultVersion}", or take a newer Turnout`,
    ),
  );
