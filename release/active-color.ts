import { colors, other, type Color } from "./color";
import { serves, type RecordedApplication } from "./recorded";

/**
 * The color that takes the traffic: most of it, or, while a release is being tried, the one it is tried against.
 * Where no route is recorded, the one that could best take it.
 */
export function activeColor(recorded: RecordedApplication, wanted: { readonly release: string }): Color {
  const { weights } = recorded;
  if (weights === undefined) return fittest(recorded, wanted.release);
  const tried = colors.find((color) => {
    const [it, against] = [recorded[color], recorded[other(color)]];
    if (!it?.candidate || weights[color] === 0 || weights[other(color)] === 0) return false;
    if (!against?.candidate) return true;
    // Both are marked where an update died before the one that serves lost its mark: the preview shows the newer one.
    return serves(against) === serves(it) ? recorded.preview === color : !serves(it);
  });
  const active = tried !== undefined ? other(tried) : weights.green > weights.blue ? "green" : "blue";
  // Where it is gone, what takes traffic beside it is all that serves.
  const beside = other(active);
  return recorded[active] === undefined && weights[beside] > 0 && serves(recorded[beside]) ? beside : active;
}

/** Ready before not Ready, then promoted before tried, then what is wanted. */
function fittest(recorded: RecordedApplication, release: string): Color {
  const fitness = (color: Color): number => {
    const it = recorded[color];
    if (it === undefined) return -1;
    return (it.ready ? 4 : 0) + (it.candidate ? 0 : 2) + (it.release === release ? 1 : 0);
  };
  return fitness("green") > fitness("blue") ? "green" : "blue";
}
