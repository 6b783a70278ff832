import assert from "node:assert/strict";
import { panelHtml } from "../../../extension/panel-html.ts";

const options = { scriptUri: "https://example.test/page.js?a=1&b=2", styleUri: "https://example.test/page.css", cspSource: "'self' https://*.example.test", nonce: "bm9uY2U=" };

describe("the panel's document", () => {
  it("allows its own script and styles by nonce, and nothing else", () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/u.exec(panelHtml(options))?.[1];
    assert.equal(policy, "default-src 'none'; script-src 'nonce-bm9uY2U='; style-src 'self' https://*.example.test 'nonce-bm9uY2U='; font-src 'self' https://*.example.test; base-uri 'none'; form-action 'none'");
  });

  it("has no inline script, no inline style and no event attribute", () => {
    assert.doesNotMatch(panelHtml(options), /<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/u);
  });

  it("tells the components the nonce for the styles that they add", () => {
    assert.match(panelHtml(options), /<meta property="csp-nonce" content="bm9uY2U=">/u);
  });

  it("loads the script with the nonce, after the element that it fills", () => {
    assert.match(panelHtml(options), /<div id="app"><\/div>\s*<script nonce="bm9uY2U=" src="https:\/\/example\.test\/page\.js\?a=1&amp;b=2"><\/script>/u);
  });

  it("keeps an address inside its attribute", () => {
    assert.doesNotMatch(panelHtml({ ...options, scriptUri: `"><script>alert(1)</script>` }), /<script>/u);
  });
});
