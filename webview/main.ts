import "./without-eval.ts";
import "./page.css";
import { connectHost } from "./host.ts";
import { startPage } from "./page.ts";
import { registerToolkit } from "./ui/toolkit.ts";
import { LogElement } from "./view/log-element.ts";
import { RowsElement } from "./view/rows-element.ts";

registerToolkit();
customElements.define("dgm-log", LogElement);
customElements.define("dgm-rows", RowsElement);

const app = document.getElementById("app");
if (app === null) throw new Error("The panel's page has no element with the id \"app\".");
startPage(app, connectHost());
