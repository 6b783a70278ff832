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

/** The answer to a request that the embedded engine does not perform; `reason` where it nearly could. */
export function unsupportedAnswer(reason: string): string {
  return [
    `${reason === "" ? "This request is outside what the embedded engine does." : `The request could not be performed. ${reason}`} Nothing was changed.`,
    "",
    "No language model is set up. The embedded engine that answers instead is not a language model: it performs a fixed list of refactorings with the TypeScript compiler. Ask for one of these, or for several joined by “then”:",
    "",
    ...ABILITIES.map(([what, example]) => `- ${what}: “${example}”`),
    "",
    "Any other request needs a language model. Providers for Llama (LLAMA_API_KEY), Anthropic (ANTHROPIC_API_KEY) and OpenAI (OPENAI_API_KEY) are chosen per role by `provider` in the configuration; they come with the next release.",
  ].join("\n");
}
