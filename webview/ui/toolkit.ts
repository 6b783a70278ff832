import { provideVSCodeDesignSystem, vsCodeButton, vsCodeDropdown, vsCodeOption, vsCodeTextArea } from "@vscode/webview-ui-toolkit";

/** Defines the toolkit's elements. Must run in the entry script: it takes the theme's colors when the page loads. */
export function registerToolkit(): void {
  provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeDropdown(), vsCodeOption(), vsCodeTextArea());
}
