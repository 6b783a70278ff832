import { Disposable, EventEmitter, type FileChangeEvent, FileChangeType, FilePermission, FileSystemError, type FileSystemProvider, FileType, type Uri, window, workspace } from "vscode";
import { describeError, UserError } from "../../engine/errors.ts";
import { decodeFile, encodeFile } from "../../engine/repository/text-file.ts";
import type { FileReview } from "../../engine/review/file-review.ts";
import { schemes } from "../manifest.ts";
import type { Owned } from "../owned.ts";
import type { OpenReview } from "./open-review.ts";

/** The right sides: the proposals as files in memory. What is saved there becomes the proposal. */
export interface ProposedFiles extends Owned {
  readonly changed: (uri: Uri) => void;
}

export function registerProposedFiles(current: () => OpenReview | undefined): ProposedFiles {
  const changes = new EventEmitter<FileChangeEvent[]>();
  const times = new Map<string, number>();
  let clock = Date.now();
  const changed = (uri: Uri): void => {
    times.set(uri.toString(), (clock += 1));
    changes.fire([{ type: FileChangeType.Changed, uri }]);
  };
  const find = (uri: Uri): { readonly open: OpenReview; readonly file: FileReview } => {
    const open = current();
    const path = open?.pathOf(uri);
    const file = path === undefined ? undefined : open?.review.file(path);
    if (open === undefined || file === undefined) throw FileSystemError.FileNotFound(uri);
    return { open, file };
  };
  const refuse = (uri: Uri): never => { throw FileSystemError.NoPermissions(uri); };

  const provider: FileSystemProvider = {
    onDidChangeFile: changes.event,
    watch: () => new Disposable(() => undefined),
    stat: (uri) => {
      if (isFolder(uri, current())) return { type: FileType.Directory, ctime: 0, mtime: 0, size: 0 };
      const { file } = find(uri);
      const stat = { type: FileType.File, ctime: 0, mtime: times.get(uri.toString()) ?? 0, size: encodeFile(file.proposed ?? "", false).length };
      return file.state === "pending" ? stat : { ...stat, permissions: FilePermission.Readonly };
    },
    readFile: (uri) => encodeFile(find(uri).file.proposed ?? "", false),
    writeFile: async (uri, content) => {
      const { open, file } = find(uri);
      if (file.state !== "pending") throw FileSystemError.NoPermissions(`${file.path} is decided already; its proposal can no longer be edited.`);
      await open.review.edit(file.path, textOf(content, file.path)).catch((error: unknown) => {
        void window.showErrorMessage(describeError(error));
        throw FileSystemError.Unavailable(describeError(error));
      });
    },
    readDirectory: () => [],
    createDirectory: refuse,
    delete: refuse,
    rename: refuse,
  };
  const registration = workspace.registerFileSystemProvider(schemes.proposed, provider, { isCaseSensitive: true });
  return {
    changed,
    dispose: () => {
      registration.dispose();
      changes.dispose();
    },
  };
}

/** Folders are there as far as proposals lie in them. */
function isFolder({ path }: Uri, open: OpenReview | undefined): boolean {
  const prefix = path.endsWith("/") ? path : `${path}/`;
  return path === "/" || [...(open?.files.values() ?? [])].some(({ proposed }) => proposed.path.startsWith(prefix));
}

function textOf(content: Uint8Array, path: string): string {
  const decoded = decodeFile(content);
  if (decoded.kind !== "text") throw new UserError("bad_input", `The proposal for ${path} is no text any more.`, "Undo the last edit.");
  return decoded.text;
}
