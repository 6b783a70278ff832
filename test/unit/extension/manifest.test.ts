import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod/mini";
import { commandIds, contextKeys, hunkThreads, schemes, settingIds, viewIds } from "../../../extension/manifest.ts";

const entry = z.object({ command: z.string(), when: z.optional(z.string()) });
const { contributes } = z
  .object({
    contributes: z.object({
      commands: z.array(z.object({ command: z.string(), title: z.string(), category: z.string() })),
      viewsContainers: z.record(z.string(), z.array(z.object({ id: z.string(), icon: z.string() }))),
      views: z.record(z.string(), z.array(z.object({ id: z.string(), type: z.string() }))),
      menus: z.record(z.string(), z.array(entry)),
      keybindings: z.array(z.object({ command: z.string(), key: z.string(), when: z.string() })),
      configuration: z.object({ properties: z.record(z.string(), z.object({ scope: z.string() })) }),
    }),
  })
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, "../../../package.json"), "utf8")));

/** What `when` clauses may say beside our own keys: VS Code's own, and names of ours that are values. */
const known = new Set<string>(["view", "commentController", "commentThread", "resourceScheme", viewIds.panel, schemes.proposed, hunkThreads.controller, hunkThreads.hunkContext, ...Object.values(contextKeys)]);
/** Contribution points that a published extension may use. */
const stableMenus = new Set(["commandPalette", "editor/title", "comments/commentThread/title", "view/title"]);

describe("the manifest and the code", () => {
  it("name the same commands", () => {
    assert.deepEqual(contributes.commands.map(({ command }) => command).sort(), Object.values(commandIds).sort());
  });

  it("name the same settings", () => {
    assert.deepEqual(Object.keys(contributes.configuration.properties).sort(), Object.values(settingIds).sort());
  });

  it("name the same views", () => {
    assert.deepEqual(Object.keys(contributes.views), [viewIds.container]);
    assert.deepEqual(contributes.views[viewIds.container]?.map(({ id }) => id), [viewIds.panel]);
  });

  it("use only names in when clauses that somebody sets", () => {
    const clauses = [...Object.values(contributes.menus).flat(), ...contributes.keybindings].flatMap(({ when }) => (when === undefined ? [] : [when]));
    const names = clauses.flatMap((clause) => clause.replaceAll(/\/.*?\//g, "").match(/[A-Za-z][\w.-]*/g) ?? []);
    assert.deepEqual(names.filter((name) => !known.has(name)), []);
  });

  it("bring every command of a menu or a key to life", () => {
    const used = [...Object.values(contributes.menus).flat(), ...contributes.keybindings].map(({ command }) => command);
    const ours = new Set<string>(Object.values(commandIds));
    assert.deepEqual(used.filter((command) => !ours.has(command)), []);
  });

  it("need no proposed API", () => {
    assert.deepEqual(Object.keys(contributes.menus).filter((menu) => !stableMenus.has(menu)), []);
  });

  it("let no workspace choose what runs without a question", () => {
    assert.equal(contributes.configuration.properties[settingIds.approvalMode]?.scope, "application");
  });
});
