import assert from "node:assert/strict";
import { developmentUrl } from "../../../scripts/vscode/development-url.ts";
import { launcherArguments } from "../../../scripts/vscode/launcher-arguments.ts";

describe("the launcher that stands in for a desktop VS Code", () => {
  // What @vscode/test-electron passes.
  const given = ["/work space", "--user-data-dir=/u", "--extensions-dir=/e", "--no-sandbox", "--skip-welcome", "--disable-workspace-trust", "--extensionTestsPath=/t.cjs", "--extensionDevelopmentPath=/x"];

  it("takes the arguments of runTests", () => {
    assert.deepEqual(launcherArguments(given), {
      folder: "/work space",
      extensionTestsPath: "/t.cjs",
      extensionDevelopmentPath: "/x",
      "user-data-dir": "/u",
      "extensions-dir": "/e",
      restricted: false,
    });
  });

  it("opens no folder where none is given", () => {
    assert.equal(launcherArguments(given.slice(1)).folder, undefined);
  });

  it("refuses to start without a tests module", () => {
    assert.throws(() => launcherArguments(given.filter((arg) => !arg.startsWith("--extensionTestsPath"))), /extensionTestsPath/);
  });
});

describe("the address of the browser build", () => {
  it("carries the folder and the extension under development, whatever characters they have", () => {
    const url = new URL(developmentUrl({ port: 8080, folder: "/a b&c", extensionDevelopmentPath: "/x y" }));
    assert.equal(url.searchParams.get("folder"), "/a b&c");
    assert.deepEqual(JSON.parse(url.searchParams.get("payload") ?? ""), [["extensionDevelopmentPath", "vscode-remote://127.0.0.1:8080/x y"]]);
  });

  it("asks for an empty window where no folder is given", () => {
    assert.equal(new URL(developmentUrl({ port: 8080 })).searchParams.get("ew"), "true");
  });
});
