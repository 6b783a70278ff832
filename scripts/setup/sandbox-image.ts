import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { createReadStream, cpSync, existsSync, mkdirSync, readdirSync, realpathSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { request } from "node:http";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { defaultImage } from "../../sandbox/docker-engine.ts";
import { canUseApt } from "./apt.ts";
import { ensureCommands, findCommand } from "./commands.ts";
import { debianArchive } from "./debian-mirror.ts";
import { run, runOrThrow } from "../process/run.ts";
import { oneAtATime } from "./one-at-a-time.ts";
import { say, type SetupResult } from "./result.ts";

/** Name under which the test image is imported. */
export const testImage = "unified-dgm-sandbox:test";

/** Raise it when the way the image is made changes; the rest of the recipe is part of the key by itself. */
const recipeVersion = 1;
const debianPackages = ["git", "ca-certificates", "python3"];
const droppedFolders = ["var/cache/apt", "var/lib/apt/lists", "usr/share/doc", "usr/share/man", "usr/share/locale"];
const imagePath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** What the image is made for and of. */
export interface ImageRequest {
  /** Unix socket of the engine that shall have the image. */
  readonly socket: string;
  /** Folder that keeps the packed image for the next time. */
  readonly cacheDir: string;
  /** The Node binary to put into it. */
  readonly node: string;
}

/**
 * The image in which the tests' containers run: Debian without extras, git, Python, and the project's own Node and npm, made from Debian's
 * packages (nothing is pulled); where none can be made, the product's default image if the engine has it. Instant where the engine already
 * has the image, a few seconds where only the packed file exists.
 */
export async function ensureSandboxImage(wanted: ImageRequest): Promise<SetupResult<{ readonly image: string }>> {
  const key = recipeKey(wanted.node);
  if (await hasImage(wanted.socket, key)) return { ready: true, image: testImage };
  return oneAtATime(wanted.cacheDir, () => makeImage(wanted, key));
}

async function makeImage(wanted: ImageRequest, key: string): Promise<SetupResult<{ readonly image: string }>> {
  if (await hasImage(wanted.socket, key)) return { ready: true, image: testImage };
  const packed = join(wanted.cacheDir, `sandbox-image-${key}.tar`);
  if (!existsSync(packed)) {
    const made = await pack(packed, wanted);
    if (!made.ready) return (await describeImage(wanted.socket, defaultImage)) === undefined ? made : { ready: true, image: defaultImage };
  }
  say(`import the sandbox image ${testImage}`);
  const failure = await importImage(wanted.socket, packed, key);
  return failure === undefined ? { ready: true, image: testImage } : { ready: false, missing: `the sandbox image: ${failure}` };
}

/** Changes when what the image is made of changes. */
function recipeKey(node: string): string {
  const version = execFileSync(node, ["--version"], { encoding: "utf8" }).trim();
  return createHash("sha256").update(JSON.stringify([recipeVersion, debianPackages, droppedFolders, imagePath, version, process.arch])).digest("hex").slice(0, 12);
}

async function pack(packed: string, wanted: ImageRequest): Promise<SetupResult> {
  const source = debianArchive();
  if (!canUseApt() || source === undefined) {
    return { ready: false, missing: `a sandbox image: on Debian, root makes one from Debian's packages; elsewhere: docker pull ${defaultImage}` };
  }
  const tools = await ensureCommands({ debootstrap: "debootstrap" });
  if (!tools.ready) return tools;
  const npm = npmFolder();
  if (npm === undefined) return { ready: false, missing: "npm on the PATH, for the sandbox image" };
  const root = join(wanted.cacheDir, "sandbox-image-root");
  mkdirSync(wanted.cacheDir, { recursive: true });
  // An interrupted run leaves debootstrap's mounts behind; they must not be emptied with the folder.
  if (existsSync(root)) for (const inner of ["proc", "sys"]) spawnSync("umount", [join(root, inner)], { stdio: "ignore" });
  for (const old of readdirSync(wanted.cacheDir)) if (old.startsWith("sandbox-image-")) rmSync(join(wanted.cacheDir, old), { recursive: true });
  say("make the sandbox image from Debian's packages (about a minute)");
  const made = await run("debootstrap", ["--variant=minbase", `--include=${debianPackages.join(",")}`, source.suite, root, source.mirror]);
  if (made.code !== 0) return { ready: false, missing: `the sandbox image: debootstrap failed: ${lastLine(made.output)}` };
  addNode(root, wanted.node, npm);
  for (const folder of droppedFolders) rmSync(join(root, folder), { recursive: true, force: true });
  await runOrThrow("tar", ["--numeric-owner", "-C", root, "-cf", `${packed}.part`, "--exclude=./dev/*", "."]);
  renameSync(`${packed}.part`, packed);
  rmSync(root, { recursive: true, force: true });
  return { ready: true };
}

function addNode(root: string, node: string, npm: string): void {
  const local = join(root, "usr/local");
  mkdirSync(join(local, "lib/node_modules"), { recursive: true });
  mkdirSync(join(local, "bin"), { recursive: true });
  cpSync(realpathSync(node), join(local, "bin/node"));
  cpSync(npm, join(local, "lib/node_modules/npm"), { recursive: true });
  for (const command of ["npm", "npx"]) symlinkSync(`../lib/node_modules/npm/bin/${command}-cli.js`, join(local, "bin", command));
}

/** The folder of the machine's npm: `bin/npm-cli.js` lies in it. */
function npmFolder(): string | undefined {
  const command = findCommand("npm");
  const folder = command && dirname(dirname(realpathSync(command)));
  return folder !== undefined && existsSync(join(folder, "bin/npm-cli.js")) ? folder : undefined;
}

/** The image carries its key as a variable: the sandbox must hide it from commands, as it hides all that an image sets. */
async function hasImage(socket: string, key: string): Promise<boolean> {
  return (await describeImage(socket, testImage))?.includes(`SANDBOX_IMAGE_KEY=${key}`) ?? false;
}

async function describeImage(socket: string, image: string): Promise<string | undefined> {
  const answer = await ask(socket, "GET", `/images/${image}/json`);
  return answer.status === 200 ? answer.body : undefined;
}

async function importImage(socket: string, packed: string, key: string): Promise<string | undefined> {
  const changes = [`ENV PATH=${imagePath}`, `ENV SANDBOX_IMAGE_KEY=${key}`, 'CMD ["/bin/sh"]'].map((change) => `&changes=${encodeURIComponent(change)}`).join("");
  const [repo = "", tag = ""] = testImage.split(":");
  const answer = await ask(socket, "POST", `/images/create?fromSrc=-&repo=${repo}&tag=${tag}${changes}`, packed);
  return answer.status === 200 && !answer.body.includes('"error"') ? undefined : lastLine(answer.body);
}

/** One request to the engine, with a file as its body where one is given. */
function ask(socket: string, method: string, path: string, bodyFile?: string): Promise<{ readonly status: number; readonly body: string }> {
  return new Promise((resolve, reject) => {
    const headers = bodyFile === undefined ? {} : { "content-type": "application/x-tar" };
    const sent = request({ socketPath: socket, method, path, headers }, (response) => {
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (text: string) => (body += text));
      response.once("end", () => {
        resolve({ status: response.statusCode ?? 0, body });
      });
    });
    sent.once("error", reject);
    if (bodyFile === undefined) sent.end();
    else pipeline(createReadStream(bodyFile), sent).catch(reject);
  });
}

function lastLine(text: string): string {
  return text.trim().split("\n").pop() ?? "";
}
