import { connect } from "node:net";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type Docker from "dockerode";
import { ownerLabels, statusCodeOf } from "./docker-owner.ts";
import type { ContainerGround } from "./docker-spec.ts";
import { thisProcess } from "./process-identity.ts";

/** The image in which commands run where the user configures none. */
export const defaultImage = "node:24-bookworm-slim";

const patienceMs = 5_000;

/** An engine that answers and has the image, or why there is none and what mends it. */
export type DockerFinding =
  | { readonly found: true; readonly docker: Docker; readonly ground: ContainerGround; readonly detail: string }
  | { readonly found: false; readonly reason: string; readonly remedy: string };

/**
 * Looks for a Docker engine that has `image` at `socket` (a path or a unix:// address; default: DOCKER_HOST, else the usual places).
 * Loads dockerode only if one listens.
 */
export async function findDocker(image: string, socket: string | undefined): Promise<DockerFinding> {
  if (process.platform === "win32") return missing("the Docker sandbox does not run natively on Windows yet", "Open the folder in WSL or in a dev container.");
  const host = process.env["DOCKER_HOST"];
  if (socket === undefined && host !== undefined && host !== "" && !host.startsWith("unix://")) {
    return missing(`DOCKER_HOST is "${host}", but the engine must run on this machine, where the workspace is`, "Unset DOCKER_HOST, or point it to a unix:// socket.");
  }
  const places = socket === undefined ? usualSockets(host) : [withoutScheme(socket)];
  const path = places.find((place) => existsSync(place));
  if (path === undefined) return missing(`no Docker engine listens at ${places.join(" or ")}`, "Install Docker and start it (docker.com/get-started).");
  const refusal = await knock(path);
  if (refusal !== undefined) return refused(path, refusal);
  return ask(path, image);
}

async function ask(path: string, image: string): Promise<DockerFinding> {
  const { default: Dockerode } = await import("dockerode");
  const impatient = new Dockerode({ socketPath: path, timeout: patienceMs });
  try {
    const info: unknown = await impatient.info();
    const version = await impatient.version();
    const found = await impatient.getImage(image).inspect();
    const ground = { imageId: found.Id, imageEnvironment: found.Config.Env, user: insideUser(info), labels: ownerLabels(thisProcess()) };
    return { found: true, docker: new Dockerode({ socketPath: path }), ground, detail: `Docker ${version.Version} at ${path}, image ${image}` };
  } catch (error) {
    if (statusCodeOf(error) === 404) return missing(`the Docker image ${image} is not on this machine`, `docker pull ${image}`);
    return missing(`the Docker engine at ${path} does not answer: ${error instanceof Error ? error.message : String(error)}`, "Start Docker again.");
  }
}

/** The user's own ids; in a rootless engine root inside is the user outside. */
function insideUser(info: unknown): string {
  const options: unknown = typeof info === "object" && info !== null && "SecurityOptions" in info ? info.SecurityOptions : [];
  if (Array.isArray(options) && options.includes("name=rootless")) return "0:0";
  return `${process.getuid?.() ?? 1000}:${process.getgid?.() ?? 1000}`;
}

function usualSockets(host: string | undefined): string[] {
  if (host !== undefined && host !== "") return [withoutScheme(host)];
  const runtime = process.env["XDG_RUNTIME_DIR"];
  const own = runtime === undefined ? [] : [join(runtime, "docker.sock")];
  return ["/var/run/docker.sock", ...own, join(homedir(), ".docker/run/docker.sock"), join(homedir(), ".docker/desktop/docker.sock")];
}

function withoutScheme(address: string): string {
  return address.replace(/^unix:\/\//, "");
}

/** Undefined where something listens, else the error's code. */
function knock(path: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.setTimeout(patienceMs, () => socket.destroy(Object.assign(new Error("no answer"), { code: "ETIMEDOUT" })));
    socket.once("connect", () => {
      socket.destroy();
      resolve(undefined);
    });
    socket.once("error", (error: NodeJS.ErrnoException) => {
      resolve(error.code ?? error.message);
    });
  });
}

function refused(path: string, code: string): DockerFinding {
  if (code === "EACCES" || code === "EPERM") return missing(`you may not use the Docker engine at ${path}`, "sudo usermod -aG docker $USER (then log in again)");
  return missing(`no Docker engine answers at ${path} (${code})`, "Start Docker.");
}

function missing(reason: string, remedy: string): DockerFinding {
  return { found: false, reason, remedy };
}
