import type { Declared } from "../program/recording";
import type { PartTitle } from "./part";
import type { Item } from "./unit-prices";

/** The effect of a change on users: none, requests that move or stop, or loss of what they stored. */
export type Impact = "none" | "traffic" | "data";

const order: readonly Impact[] = ["none", "traffic", "data"];

/** The worst of several; `none` of none. */
export function worst(impacts: readonly Impact[]): Impact {
  return order[Math.max(0, ...impacts.map((impact) => order.indexOf(impact)))] ?? "none";
}

/** A resource whose change is judged. */
export interface Subject {
  readonly name: string;
  /** It takes traffic in the base of the diff. */
  readonly serving: boolean;
}

/** A property that differs; a test may leave out its former value. */
export interface Changed {
  readonly path: string;
  readonly before?: unknown;
  readonly after: unknown;
}

type Effect<Judged> = Impact | ((judged: Judged) => Impact);

export type Inputs = Declared["inputs"];

/** Properties that a cloud or a controller adds to the inputs. */
export type Outputs = Readonly<Record<string, unknown>>;

/** What a resource is judged against beside its own inputs. */
export interface Review {
  /** Its inputs in the base of the diff; undefined where it is new. */
  readonly before: Inputs | undefined;
  readonly now: Date;
  /** Branches of the clone. */
  readonly branches: readonly string[];
}

/** Everything that a review shows of a kind of resource, except its replacement (replacement.ts). */
export interface Kind {
  /** Impact when it is deleted or replaced. */
  readonly loss: Effect<Subject>;
  /** Impact when one of these properties changes in place; the most specific path first. */
  readonly changes?: Readonly<Record<string, Effect<Subject & Changed>>>;
  /** Impact when any other property changes in place, except a description or a name for people; default: none. */
  readonly otherwise?: Effect<Subject>;
  /** Summary in a few words; undefined where it is not known before the resource exists. Never shows a secret. */
  readonly detail?: (inputs: Inputs) => string | undefined;
  /** Sentences about what can't be carried out, or goes wrong later. Never show a secret. */
  readonly warnings?: (inputs: Inputs, review: Review) => readonly string[];
  /** Part of the stack that it belongs to, in any component; default: its component's. */
  readonly part?: PartTitle;
  /** Items of the price list while it exists; none for a resource that is free, billed by volume, or run as a pod. */
  readonly price?: Items | ((inputs: Inputs, zones: number) => Items);
  /** Addresses for pods in private subnets: those that it brings, and those that it takes without being a pod. */
  readonly addresses?: (inputs: Inputs) => { readonly brings?: number; readonly takes?: number };
  /** Properties of other resources that hold its id; a diff has its logical name there. */
  readonly idIn?: readonly string[];
  /** Stand-ins for the outputs that programs read; default: an ARN for what AWS makes. */
  readonly outputs?: (name: string, inputs: Inputs) => Outputs;
}

type Items = Readonly<Partial<Record<Item, number>>>;

/** A kind on the path of requests to pods, or of pods' own requests: its loss or change affects traffic. */
export const inTheWay: Kind = { loss: "traffic", otherwise: "traffic" };

/** Neither loss nor change affects requests or data. */
export const unnoticed: Kind = { loss: "none" };

/** Impact of objects that matter only while traffic reaches them: one color's. */
export const whileServing = ({ serving }: Subject): Impact => (serving ? "traffic" : "none");

/** Stand-in for a value that only a cloud can make: a text that can't be taken for a real value. */
export const standIn = (what: string, whose: string): string => `(${what} of ${whose})`;

/** Whether a path is one of these or lies below one; `[*]` stands for any index or name of a list's element. */
export function isUnder(path: string, parents: readonly string[]): boolean {
  const general = path.replace(element, "[*]");
  return parents.some((parent) => {
    const start = parent.replace(element, "[*]");
    return general === start || general.startsWith(`${start}.`) || general.startsWith(`${start}[`);
  });
}

/** In a path: `[0]` or `[web]`, but not `["a.b/c"]`, which is a key. */
const element = /\[[^"\]]+\]/g;

/** Names for people. Every other tag is read by some program. */
const forPeople = ["description", "tags.Name"];

export const impactOfLoss = ({ loss }: Kind, subject: Subject): Impact => resolved(loss, subject);

export function impactOfChange(kind: Kind, subject: Subject, changed: Changed): Impact {
  const { changes = {}, otherwise = "none" } = kind;
  const listed = Object.entries(changes).find(([path]) => isUnder(changed.path, [path]));
  if (listed !== undefined) return resolved(listed[1], { ...subject, ...changed });
  return isUnder(changed.path, forPeople) ? "none" : resolved(otherwise, subject);
}

const resolved = <Judged>(effect: Effect<Judged>, judged: Judged): Impact =>
  typeof effect === "function" ? effect(judged) : effect;
