/** What the embedded engine can do, and one way to ask for it each. */
const ABILITIES: readonly (readonly [what: string, example: string])[] = [
  ["Migrate JavaScript to TypeScript", "refactor this codebase to use TypeScript"],
  ["Rename a symbol", "rename parseQuery to parseQueryString in lib/parse.js"],
  ["Move a file", "move src/util.js to src/shared/util.js"],
  ["Convert CommonJS to ES modules", "convert to ES modules"],
  ["Convert promise chains to async functions", "convert lib to async/await"],
  ["Organize imports", "organize imports in src"],
  ["Remove unused code", "remove unused imports and variables"],
  ["Replace by structure", "replace `assert.equal($A, $B)` with `assert.strictEqual($A, $B)`"],
];

/** The answer to a refactoring in a folder without code. */
export const NO_CODE = "There is nothing to work on: this folder has no JavaScript or TypeScript file. Open the folder that has your code, then ask again. Nothing was changed.";

/** The answer to a request that the embedded engine does not perform; `reason` where it nearly could. */
export function unsupportedAnswer(reason: string): string {
  return [
    `${reason === "" ? "This request is outside what the embedded engine does." : `The request could not be performed. ${reason}`} Nothing was changed.`,
    "",
    "No language model is set up for this. The embedded engine that answers instead is not a language model: it performs a fixed list of refactorings with the TypeScript compiler. Ask for one of these, or for several joined by “then”:",
    "",
    ...ABILITIES.map(([what, example]) => `- ${what}: “${example}”`),
    "",
    "Any other request needs a language model. Set a key, LLAMA_API_KEY, ANTHROPIC_API_KEY or OPENAI_API_KEY, in the environment (in VS Code: “Unified DGM: Set API Key…”), or name a model or a server of your own in `~/.unified-dgm/config.yaml`, with its `provider`.",
  ].join("\n");
}
