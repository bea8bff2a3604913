import tseslint from "typescript-eslint";

const noProcess = { name: "process", message: "Only index.ts, settings/ and cli/ read the environment." };

export default tseslint.config(
  { ignores: ["node_modules/", ".turnout/", "dist/", "app/", "template/"] },
  {
    files: ["**/*.ts"],
    extends: [...tseslint.configs.recommendedTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // Both spellings read well; forcing one only makes noise.
      "@typescript-eslint/consistent-type-definitions": "off",
      "no-restricted-properties": [
        "error",
        {
          object: "process",
          property: "exit",
          message: "Set process.exitCode: output may still be in a pipe.",
        },
      ],
      eqeqeq: "error",
    },
  },
  {
    // Components take everything as arguments: the same stack must come out of a laptop, CI and a test.
    files: ["components/**/*.ts"],
    ignores: ["components/**/*stack.ts", "components/state.ts"],
    rules: {
      "no-restricted-globals": ["error", noProcess],
      "no-restricted-properties": [
        "error",
        ...["Config", "getStack", "getProject", "getOrganization"].map((property) => ({
          object: "pulumi",
          property,
          message: "A component gets it as an argument.",
        })),
      ],
    },
  },
  {
    files: ["{release,naming,kinds,estimate,policy}/**/*.ts"],
    rules: { "no-restricted-globals": ["error", noProcess] },
  },
  {
    // A verb's code is loaded when it is asked for: `turnout names` must not wait for Pulumi, nor a rollback for the engine.
    // Nor any of them for AWS.
    files: [
      "cli/{diff,main,engine,operation,outlook,rollback,subject}.ts",
      "turnout.ts",
      "program/entry.ts",
      "components/environment/stack.ts",
      "live/kubernetes.ts",
    ],
    rules: {
      "@typescript-eslint/no-require-imports": "off",
      "@typescript-eslint/consistent-type-imports": ["error", { disallowTypeAnnotations: false }],
    },
  },
  {
    files: ["test/**/*.ts"],
    rules: { "@typescript-eslint/no-unused-expressions": "off" },
  },
);
