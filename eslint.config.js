import js from "@eslint/js";
import tseslint from "typescript-eslint";

/** Folders of the house, and what each of them must not import (ARCHITECTURE.md has the map). */
const directions = [
  { files: ["sandbox/**"], forbid: ["engine", "agent", "cli", "extension", "webview"], packages: ["vscode"] },
  { files: ["engine/**"], forbid: ["agent", "cli", "extension", "webview"], packages: ["vscode", "dockerode"] },
  { files: ["engine/protocol/**", "engine/agent-api/**"], forbid: ["sandbox", "agent", "cli", "extension", "webview"], packages: ["vscode", "dockerode", "node:*"] },
  { files: ["cli/**"], forbid: ["agent", "extension", "webview"], packages: ["vscode", "dockerode"] },
  { files: ["extension/**"], forbid: ["agent", "cli", "webview"], packages: ["dockerode"] },
];

/** `sandbox` from `engine/x/y.ts` is `../../sandbox/…`: a relative path that climbs to the root and into that folder. */
const folder = (name) => ({ regex: `^(\\.\\./)+${name}/`, message: `This folder must not know ${name}/ (see ARCHITECTURE.md).` });
const pkg = (name) => ({ group: [name], message: `${name} is not for this folder (see ARCHITECTURE.md).` });

const modelSdks = ["openai", "@anthropic-ai/sdk"];
const toolkit = "@vscode/webview-ui-toolkit";

export default tseslint.config(
  { ignores: ["dist/", "node_modules/", ".cache/", "test/output/", "test/fixtures/"] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: { allowDefaultProject: ["eslint.config.js", "scripts/*.mjs"] } } },
    rules: {
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "@typescript-eslint/no-unnecessary-condition": ["error", { allowConstantLoopConditions: "only-allowed-literals" }],
      "no-restricted-exports": ["error", { restrictDefaultExports: { direct: true, named: true, defaultFrom: true } }],
    },
  },
  ...directions.map(({ files, forbid, packages }) => ({
    files,
    rules: {
      "no-restricted-imports": ["error", { patterns: [...forbid.map(folder), ...[...packages, ...modelSdks, toolkit].map(pkg)] }],
    },
  })),
  {
    files: ["engine/models/**"],
    rules: { "no-restricted-imports": ["error", { patterns: [...["agent", "cli", "extension", "webview"].map(folder), ...["vscode", "dockerode", toolkit].map(pkg)] }] },
  },
  {
    files: ["agent/**"],
    rules: {
      "@typescript-eslint/no-restricted-imports": ["error", { patterns: [
        ...["sandbox", "cli", "extension", "webview"].map(folder),
        { regex: "^(\\.\\./)+engine/(?!agent-api/)", message: "The agent knows the agent API only." },
        { regex: "^(\\.\\./)+engine/agent-api/", allowTypeImports: true, message: "The agent knows the types of the agent API only." },
      ] }],
    },
  },
  {
    files: ["webview/**"],
    rules: { "no-restricted-imports": ["error", { patterns: [
      ...["sandbox", "agent", "cli", "extension"].map(folder),
      { regex: "^(\\.\\./)+engine/(?!protocol/)", message: "The page knows the protocol only." },
      { regex: "^node:", message: "The page runs in a browser." },
    ] }] },
  },
  {
    files: ["webview/**"],
    ignores: ["webview/ui/**"],
    rules: { "no-restricted-syntax": ["error", { selector: `ImportDeclaration[source.value='${toolkit}']`, message: "Only webview/ui/ wraps the toolkit." }] },
  },
  { files: ["test/**"], rules: { "@typescript-eslint/no-floating-promises": ["error", { allowForKnownSafeCalls: [] }] } },
  { files: ["eslint.config.js", "scripts/*.mjs"], ...tseslint.configs.disableTypeChecked },
  { files: ["eslint.config.js"], rules: { "no-restricted-exports": "off" } },
  { files: ["scripts/**"], languageOptions: { globals: { process: "readonly", console: "readonly" } } },
);
