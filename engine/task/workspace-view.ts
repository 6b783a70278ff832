import { createOverlay, type Overlay } from "../changes/overlay.ts";
import { listFiles } from "../repository/list-files.ts";
import { resolveInside } from "../repository/paths.ts";
import type { WorkspaceEditor } from "../review/workspace-editor.ts";

/** The workspace as it would be with what the task proposes. */
export interface WorkspaceView {
  readonly overlay: Overlay;
  /** Workspace-relative paths of the files that git would track, with the proposals so far. */
  readonly list: () => Promise<readonly string[]>;
  /** A file's text, with the proposals so far; null where there is none or it is not text. */
  readonly read: (path: string) => Promise<string | null>;
  /** Forgets the proposals, once they are settled. */
  readonly clear: () => void;
  /** Looks again which files there are: a command may have made some. */
  readonly relist: () => void;
}

export function createWorkspaceView(root: string, editor: WorkspaceEditor, signal: AbortSignal): WorkspaceView {
  const overlay = createOverlay(async (path) => {
    await resolveInside(root, path);
    return editor.read(path);
  });
  let listed: readonly string[] | undefined;
  return {
    overlay,
    list: async () => withProposals((listed ??= await listFiles(root, signal)), overlay.texts()),
    read: async (path) => {
      await resolveInside(root, path);
      // What is no text is no text to a model either.
      return overlay.read(path).catch(() => null);
    },
    clear: () => {
      overlay.clear();
      listed = undefined;
    },
    relist: () => { listed = undefined; },
  };
}

function withProposals(listed: readonly string[], texts: ReadonlyMap<string, string | null>): readonly string[] {
  if (texts.size === 0) return listed;
  const created = [...texts].flatMap(([path, text]) => (text === null ? [] : [path]));
  return [...new Set([...listed, ...created])].filter((path) => texts.get(path) !== null).sort();
}
