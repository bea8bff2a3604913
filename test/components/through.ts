import type { Recording } from "../../program/recording";
import { settled } from "../../diff/settled";
import type { Checkpoint } from "../../release/checkpoint";

interface Deployment {
  readonly spec: { readonly template: object };
}

/** The checkpoint after a complete update: a template in `ignoreChanges` is as it was before. */
export function through(recording: Recording, before: Checkpoint): Checkpoint {
  const after = settled(recording);
  const frozen = recording.resources.filter(({ ignoreChanges }) => ignoreChanges.includes("spec.template"));
  const kept = frozen.map(({ urn, type }) => {
    const [was, is] = [before[urn]?.outputs, after[urn]?.outputs] as (Deployment | undefined)[];
    if (was === undefined || is === undefined) throw new Error(`${urn} can't be frozen: it was never made.`);
    return [urn, { type, outputs: { ...is, spec: { ...is.spec, template: was.spec.template } } }];
  });
  return { ...after, ...(Object.fromEntries(kept) as Checkpoint) };
}
