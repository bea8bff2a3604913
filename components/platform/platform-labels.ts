/** Labels of the platform's objects. */
export const platformLabels = {
  "app.kubernetes.io/part-of": "turnout",
  "app.kubernetes.io/managed-by": "Pulumi",
};
