// Runs scripts/NAME.ts on the Node.js that the project installs, after installing the dependencies where that is needed.
// Plain JavaScript without dependencies, because it is the first thing that runs on a fresh machine.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const binaries = join(root, "node_modules", ".bin");

const fail = (message) => {
  console.error(`unified-dgm: ${message}`);
  process.exit(1);
};

const versionOf = (text) => text.replace(/^v/, "").split(".").map(Number);
const [major = 0, minor = 0] = versionOf(process.version);

/** Whether what npm says it installed (its own record in node_modules) is what package-lock.json asks for. */
const dependenciesInstalled = () => {
  const packages = (file) => JSON.parse(readFileSync(file, "utf8")).packages;
  try {
    const installed = packages(join(root, "node_modules", ".package-lock.json"));
    return Object.entries(packages(join(root, "package-lock.json"))).every(
      ([path, wanted]) => path === "" || installed[path]?.version === wanted.version || (wanted.optional === true && installed[path] === undefined),
    );
  } catch {
    return false;
  }
};

const installDependencies = () => {
  console.log("Installing the dependencies (npm ci) …");
  const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const npm = process.env.npm_execpath;
  const { status, error } = npm?.endsWith(".js") ? spawnSync(process.execPath, [npm, ...args], { cwd: root, stdio: "inherit" }) : spawnSync("npm", args, { cwd: root, stdio: "inherit", shell: process.platform === "win32" });
  if (error) fail(`npm could not be started: ${error.message}`);
  if (status !== 0) fail("npm ci failed (its output is above); check the network and the npm registry, then try again.");
};

/** The installed Node.js 24, or this one where it can run TypeScript itself (22.18). */
const nodeForScripts = () => {
  const installed = join(binaries, process.platform === "win32" ? "node.cmd" : "node");
  if (existsSync(installed) && spawnSync(installed, ["--version"], { shell: process.platform === "win32" }).status === 0) return installed;
  if (major > 22 || (major === 22 && minor >= 18)) return process.execPath;
  return fail(`no Node.js 24 could be installed for ${process.platform}-${process.arch}, and this one is ${process.version}: install Node.js 22.18 or later.`);
};

const run = (node, script, args) => {
  const child = spawn(node, [script, ...args], {
    cwd: root,
    stdio: "inherit",
    shell: node.endsWith(".cmd"),
    env: { ...process.env, PATH: binaries + delimiter + (process.env.PATH ?? "") },
  });
  // Ctrl-C reaches the child by itself (same terminal); the others must be passed on.
  process.on("SIGINT", () => {});
  for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("error", (error) => fail(`${node} could not be started: ${error.message}`));
  child.on("exit", (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
};

if (major < 20) fail(`Node.js 20 or later is needed; this is ${process.version}.`);
const [name, ...args] = process.argv.slice(2);
const script = join(root, "scripts", `${name}.ts`);
if (name === undefined || !existsSync(script)) fail(`usage: node scripts/bootstrap.mjs NAME [ARGUMENT…]; there is no scripts/${name}.ts.`);
if (!dependenciesInstalled()) installDependencies();
run(nodeForScripts(), script, args);
