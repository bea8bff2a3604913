/** The two tracks that a release switches between. They have nothing to do with namespaces that happen to be named so. */
export type Color = "blue" | "green";

export const colors = ["blue", "green"] as const satisfies readonly Color[];

export const other = (color: Color): Color => (color === "blue" ? "green" : "blue");
