import { loadConfiguration, type LoadedConfiguration } from "../configuration/load.ts";
import { describeError } from "../errors.ts";
import { bindRoles } from "../models/bind-roles.ts";
import type { RepositoryView } from "../models/embedded/repository-view.ts";
import type { ModelRequest } from "../models/model-client.ts";
import { type ModelReport, reportModels } from "../models/model-report.ts";
import type { RoleBindings } from "../models/roles.ts";
import type { Role } from "../protocol/words.ts";
import type { Runtime } from "./runtime.ts";

export interface Place {
  /** undefined: no folder is open. */
  readonly root: string | undefined;
  readonly trusted: boolean;
}

export interface ListedModels {
  readonly models: readonly ModelReport[];
  readonly problems: LoadedConfiguration["problems"];
}

/** What a minimal call of a role's model gave. */
export interface Ping {
  readonly role: Role;
  readonly model: string;
  readonly milliseconds: number;
  /** undefined: it answered. */
  readonly failure: string | undefined;
}

/** Tokens that a minimal call may answer with; reasoning models think before they say a word. */
const PING_TOKENS = 512;
const ping: ModelRequest = { subject: { stage: "plan", request: "ping", relevant: [] }, messages: [{ role: "user", text: "Answer with the word OK." }], tools: [], maxOutputTokens: PING_TOKENS };

/** Who would hold each role of a task in this folder. */
export async function listModels(place: Place, runtime: Runtime): Promise<ListedModels> {
  const { bindings, problems } = await bind(place, runtime);
  return { models: reportModels(bindings), problems };
}

/** One minimal call to each role's model, without retry or fallback: what works, and what each failure is. */
export async function pingModels(place: Place, runtime: Runtime, signal: AbortSignal): Promise<readonly Ping[]> {
  const { bindings } = await bind(place, runtime);
  return Promise.all(
    [...bindings.values()].map(async ({ role, candidates: [{ model, client }] }): Promise<Ping> => {
      const started = performance.now();
      const failure = await client.complete(ping, { signal }).then(
        () => undefined,
        (error: unknown) => {
          signal.throwIfAborted();
          return describeError(error);
        },
      );
      return { role, model, milliseconds: Math.round(performance.now() - started), failure };
    }),
  );
}

async function bind({ root, trusted }: Place, { home, layers, readKey, editorModels }: Runtime): Promise<{ readonly bindings: RoleBindings; readonly problems: LoadedConfiguration["problems"] }> {
  const { configuration, problems } = await loadConfiguration({ home, root, trusted, layers });
  return { bindings: await bindRoles({ configuration, readKey, editorModels, mayAsk: false, repository: emptyRepository }), problems };
}

/** A list of models looks at no file. */
const emptyRepository: RepositoryView = { list: () => Promise.resolve([]), read: () => Promise.resolve(null) };
