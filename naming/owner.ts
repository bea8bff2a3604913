import { inOneLine } from "../problems/problem";
import { type Checkpoint, recordedState } from "../release/checkpoint";
import {
  type ClusterObject,
  isSame,
  type RecordedObject,
  recordedObjects,
  type Seen,
  titleOf,
} from "../release/drift";

/*
 * Whose a namespace is. Names alone don't say it: a second clone with a state of its own, or another project with the
 * same `app`, gives its environments the same ones.
 */

/** Marks of a namespace that an environment or a platform is in. */
const marks = {
  project: "turnout.dev/project",
  stack: "turnout.dev/stack",
  state: "turnout.dev/state",
  repository: "turnout.dev/repository",
  branch: "turnout.dev/branch",
} as const;

/** Where the program comes from; only for people. */
export interface Origin {
  /** `github.com/owner/name`. */
  readonly repository?: string | undefined;
  readonly branch?: string | undefined;
}

/** A stack, as its objects name it. */
export interface Owner extends Origin {
  readonly project: string;
  readonly stack: string;
  /**
   * Id of the state that the stack is recorded in: the same from wherever that state is used, another one for a state
   * of its own. Missing before the first update.
   */
  readonly state?: string | undefined;
}

/** The annotations of an owner's namespace. */
export const ownerAnnotations = (owner: Owner): Record<string, string> =>
  Object.fromEntries(
    Object.entries(marks).flatMap(([part, key]) => {
      const value = owner[part as keyof typeof marks];
      return value === undefined ? [] : [[key, value]];
    }),
  );

/** The owner that a namespace names; undefined where it has no mark. */
export function ownerOf(namespace: ClusterObject | undefined): Owner | undefined {
  const { annotations = {} } = namespace?.metadata ?? {};
  // Whoever may write into the cluster wrote them.
  const [state, project = "unknown", stack = "unknown", repository, branch] = [
    marks.state,
    marks.project,
    marks.stack,
    marks.repository,
    marks.branch,
  ].map((key) => (annotations[key] === undefined ? undefined : inOneLine(annotations[key])));
  if (state === undefined) return undefined;
  return { project, stack, state, repository, branch };
}

/**
 * A stack, with the state that its checkpoint is of: by its outputs, or by the mark of its namespace after an update that
 * ended before there were any.
 */
export function ownerBy(checkpoint: Checkpoint, stack: Pick<Owner, "project" | "stack">): Owner {
  const homes = recordedObjects(checkpoint).filter(({ recorded }) => recorded.kind === "Namespace");
  const [marked] = homes.flatMap(({ recorded }) => ownerOf(recorded) ?? []);
  return { ...stack, state: recordedState(checkpoint) ?? marked?.state };
}

/** The mark on a namespace in a checkpoint: what was known of its origin is kept. */
export const recordedOwner = (namespace: string, objects: readonly RecordedObject[]): Owner | undefined =>
  ownerOf(homeIn(namespace, objects)?.recorded);

const homeIn = (namespace: string, objects: readonly RecordedObject[]) =>
  objects.find(({ recorded }) => isSame(recorded, homeOf(namespace)));

const homeOf = (name: string): ClusterObject => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } });

/** Kinds whose objects make a namespace one that somebody uses. */
export const occupants = [
  { apiVersion: "v1", kind: "Pod" },
  { apiVersion: "v1", kind: "Service" },
  { apiVersion: "apps/v1", kind: "Deployment" },
  { apiVersion: "gateway.networking.k8s.io/v1", kind: "HTTPRoute" },
  { apiVersion: "gateway.networking.k8s.io/v1", kind: "Gateway" },
] as const;

export interface Claim {
  readonly namespace: string;
  /** Who wants to change it. */
  readonly owner: Owner;
  /** The objects of the stack's last checkpoint. */
  readonly objects: readonly RecordedObject[];
  /** The namespace with its occupants. */
  readonly seen: Seen;
}

/**
 * The reason why a stack must not change a namespace, as a sentence; undefined where it may: it is the stack's own, there
 * is none, or there is nothing in it. A namespace without a mark is the stack's whose checkpoint has this very one: it
 * was made before there were marks.
 */
export function claimProblem({ namespace, owner, objects, seen }: Claim): string | undefined {
  const home = seen.objects.find((one) => isSame(one, homeOf(namespace)));
  const found = ownerOf(home);
  if (home === undefined || (found !== undefined && found.state === owner.state)) return undefined;
  const recorded = homeIn(namespace, objects)?.recorded;
  const again = madeAgain(owner, recorded, home);
  if (found === undefined && recorded !== undefined && again === undefined) return undefined;
  const inside = seen.objects.filter(({ apiVersion, kind }) =>
    occupants.some((one) => one.apiVersion === apiVersion && one.kind === kind),
  );
  if (inside.length === 0) return undefined;
  const whose = again === undefined ? belongs(namespace, owner, found) : `${again}, and`;
  return `${whose}${found === undefined ? holding(inside) : ""}; nothing was changed. ${wayOn(owner)}`;
}

/** Of a namespace that another one of the same name has replaced, without a mark: a sentence without its end. */
function madeAgain(
  { stack }: Owner,
  recorded: ClusterObject | undefined,
  home: ClusterObject | undefined,
): string | undefined {
  const isOther =
    recorded !== undefined && home !== undefined && recorded.metadata?.uid !== home.metadata?.uid;
  if (!isOther || ownerOf(home) !== undefined) return undefined;
  return `Namespace ${home.metadata?.name ?? ""} was deleted and made again, not by stack ${stack}`;
}

/** Before a stack is destroyed: the reason why its recorded namespace is not its own by now; undefined where it is. */
export function foreignProblem(
  owner: Owner,
  recorded: ClusterObject,
  home: ClusterObject | undefined,
): string | undefined {
  const { stack } = owner;
  const foreign = foreignOwner(owner, home) ?? madeAgain(owner, recorded, home);
  if (foreign === undefined) return undefined;
  return (
    `${foreign}; nothing was destroyed. Where nothing in it is this stack's any more, ` +
    `\`pulumi stack rm --force --stack ${stack}\` forgets the stack and leaves the cluster alone; ` +
    `to destroy it all the same, take it over first: \`npx turnout up --stack ${stack} --adopt\`.`
  );
}

/** Whose a namespace is that is another's, as a sentence without its end; undefined where it is one's own, or has no mark. */
export function foreignOwner(owner: Owner, home: ClusterObject | undefined): string | undefined {
  const found = ownerOf(home);
  if (found === undefined || found.state === owner.state) return undefined;
  return belongs(home?.metadata?.name ?? "", owner, found);
}

const holding = (inside: readonly ClusterObject[]): string => {
  const [first, ...more] = inside.map(titleOf);
  return ` holds ${first ?? "something"}${more.length === 0 ? "" : ` and ${more.length} more`}`;
};

function belongs(namespace: string, owner: Owner, found: Owner | undefined): string {
  if (found === undefined) return `Namespace ${namespace} is not known to stack ${owner.stack}, and`;
  const { project, stack, state, repository, branch } = found;
  const from = [repository, branch && `branch ${branch}`].filter(Boolean).join(", ");
  const isTwin = project === owner.project && stack === owner.stack;
  const whose = isTwin ? "the same stack in another state" : "another stack";
  return `Namespace ${namespace} belongs to ${whose}: project ${project}, stack ${stack}, state ${state ?? ""}${from && ` (${from})`}`;
}

const wayOn = ({ stack }: Owner) =>
  `Work with the state that made it, or give this project another \`app\` in branches.ts (of a platform: another turnout:gateway.namespace; environments can attach to a Gateway that is there); \`npx turnout up --stack ${stack} --adopt\` takes it over on purpose.`;
