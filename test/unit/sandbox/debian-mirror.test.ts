import assert from "node:assert/strict";
import { mainArchive } from "../../../scripts/setup/debian-mirror.ts";

describe("the mirror for the test image", () => {
  it("is read from apt's newer source lists", () => {
    const list = "Types: deb\n# a comment\nURIs: http://mirror.example/debian\nSuites: bookworm bookworm-updates\nComponents: main contrib\nSigned-By: /x.gpg\n\nTypes: deb\nURIs: http://mirror.example/security\nSuites: bookworm-security\nComponents: main\n";
    assert.deepEqual(mainArchive([list]), { mirror: "http://mirror.example/debian", suite: "bookworm" });
  });

  it("is read from apt's older source lists", () => {
    const list = "# deb http://off.example/debian sid main\ndeb-src http://mirror.example/debian trixie main\ndeb http://mirror.example/security trixie-security main\ndeb [arch=amd64 signed-by=/x.gpg] https://mirror.example/debian trixie main contrib\n";
    assert.deepEqual(mainArchive(["", list]), { mirror: "https://mirror.example/debian", suite: "trixie" });
  });

  it("is none where no list names a main archive", () => {
    assert.equal(mainArchive(["deb https://tools.example/apt stable tool\n"]), undefined);
  });
});
