import type { Plugin } from "esbuild";
import { relative, resolve } from "node:path";
import { repositoryRoot } from "../paths.ts";

/** Sources that are bundles of their own: whoever imports them gets the bundle at run time instead of a copy. */
const own: Readonly<Record<string, string>> = {
  "engine/main.ts": "./engine.cjs",
  "engine/models/providers/connect.ts": "./providers.cjs",
  "extension/late.ts": "./late.cjs",
  "extension/workspace/editor.ts": "./editor.cjs",
};

/** Packages that lie next to the bundles as one file each: several bundles need them, or one needs them late. */
const shared: Readonly<Record<string, string>> = {
  typescript: "./typescript.cjs",
  "gpt-tokenizer/encoding/o200k_base": "./tokenizer.cjs",
};

/** Makes the bundles require each other rather than contain each other. */
export const otherBundles: Plugin = {
  name: "other-bundles",
  setup(build) {
    build.onResolve({ filter: /^[^.]/ }, ({ path }) => (shared[path] === undefined ? undefined : { path: shared[path], external: true }));
    build.onResolve({ filter: /^\.{1,2}\// }, ({ path, kind, resolveDir }) => {
      const source = relative(repositoryRoot, resolve(resolveDir, path)).replaceAll("\\", "/");
      const bundle = own[source];
      return bundle === undefined || kind === "entry-point" ? undefined : { path: bundle, external: true };
    });
  },
};
