import assert from "node:assert/strict";

/** Fails unless all of these are among the steps, each after the one before. */
export function assertOrder(steps: readonly string[], ...wanted: string[]): void {
  const places = wanted.map((step) => steps.indexOf(step));
  const missing = wanted.filter((_, index) => places[index] === -1);
  assert.deepEqual(missing, [], `missing in ${steps.join(", ")}`);
  assert.deepEqual(
    places,
    [...places].sort((a, b) => a - b),
    steps.join(", "),
  );
}
