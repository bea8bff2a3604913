import { type Inputs, type ResourceRule } from "../../policy/resource";
import { sentence } from "../../problems/problem";

/** Sentences of a rule about a resource named `it`. */
export const says = (rule: ResourceRule, type: string, inputs: Inputs): readonly string[] =>
  rule({ urn: `urn:pulumi:test::turnout::${type}::it`, type, name: "it", inputs }).map(sentence);
