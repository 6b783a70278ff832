/** What VS Code sets on a webview's page: the body's class and the variables of a theme (those that the page and its components read). */
export interface Theme {
  readonly kind: "vscode-dark" | "vscode-light" | "vscode-high-contrast";
  readonly variables: Readonly<Record<string, string>>;
}

const fonts = {
  "font-family": 'system-ui, "Ubuntu", "Droid Sans", sans-serif',
  "font-size": "13px",
  "font-weight": "normal",
  "editor-font-family": '"Droid Sans Mono", monospace',
  "editor-font-size": "14px",
};

const darkTerminal = {
  "terminal-ansiBlack": "#000000", "terminal-ansiRed": "#cd3131", "terminal-ansiGreen": "#0dbc79", "terminal-ansiYellow": "#e5e510",
  "terminal-ansiBlue": "#2472c8", "terminal-ansiMagenta": "#bc3fbc", "terminal-ansiCyan": "#11a8cd", "terminal-ansiWhite": "#e5e5e5",
  "terminal-ansiBrightBlack": "#666666", "terminal-ansiBrightRed": "#f14c4c", "terminal-ansiBrightGreen": "#23d18b", "terminal-ansiBrightYellow": "#f5f543",
  "terminal-ansiBrightBlue": "#3b8eea", "terminal-ansiBrightMagenta": "#d670d6", "terminal-ansiBrightCyan": "#29b8db", "terminal-ansiBrightWhite": "#e5e5e5",
};

const lightTerminal = {
  "terminal-ansiBlack": "#000000", "terminal-ansiRed": "#cd3131", "terminal-ansiGreen": "#107c10", "terminal-ansiYellow": "#949800",
  "terminal-ansiBlue": "#0451a5", "terminal-ansiMagenta": "#bc05bc", "terminal-ansiCyan": "#0598bc", "terminal-ansiWhite": "#555555",
  "terminal-ansiBrightBlack": "#666666", "terminal-ansiBrightRed": "#cd3131", "terminal-ansiBrightGreen": "#14ce14", "terminal-ansiBrightYellow": "#b5ba00",
  "terminal-ansiBrightBlue": "#0451a5", "terminal-ansiBrightMagenta": "#bc05bc", "terminal-ansiBrightCyan": "#0598bc", "terminal-ansiBrightWhite": "#a5a5a5",
};

const dark: Theme = {
  kind: "vscode-dark",
  variables: {
    ...fonts, ...darkTerminal,
    "foreground": "#cccccc", "descriptionForeground": "#9d9d9d", "errorForeground": "#f85149", "icon-foreground": "#cccccc", "focusBorder": "#0078d4",
    "editor-background": "#1f1f1f", "editor-foreground": "#cccccc", "editorWidget-background": "#202020", "widget-border": "#313131", "widget-shadow": "#0000005c",
    "sideBar-background": "#181818", "sideBar-foreground": "#cccccc", "sideBarSectionHeader-border": "#2b2b2b", "panel-border": "#2b2b2b",
    "button-background": "#0078d4", "button-foreground": "#ffffff", "button-hoverBackground": "#026ec1", "button-border": "#ffffff12",
    "button-secondaryBackground": "#00000000", "button-secondaryForeground": "#cccccc", "button-secondaryHoverBackground": "#2b2b2b", "button-secondaryBorder": "#cccccc26",
    "input-background": "#313131", "input-foreground": "#cccccc", "input-border": "#3c3c3c", "input-placeholderForeground": "#989898", "inputValidation-errorBackground": "#5a1d1d",
    "dropdown-background": "#313131", "dropdown-foreground": "#cccccc", "dropdown-border": "#3c3c3c", "settings-dropdownListBorder": "#454545",
    "list-hoverBackground": "#2a2d2e", "list-activeSelectionBackground": "#04395e", "list-activeSelectionForeground": "#ffffff", "toolbar-hoverBackground": "#5a5d5e50",
    "textCodeBlock-background": "#2b2b2b", "textPreformat-background": "#3c3c3c", "textPreformat-foreground": "#d0d0d0", "textLink-foreground": "#4daafc",
    "gitDecoration-addedResourceForeground": "#81b88b", "gitDecoration-modifiedResourceForeground": "#e2c08d", "gitDecoration-deletedResourceForeground": "#c74e39", "gitDecoration-renamedResourceForeground": "#73c991",
    "testing-iconPassed": "#73c991", "testing-iconFailed": "#f14c4c", "editorWarning-foreground": "#cca700", "progressBar-background": "#0078d4",
    "charts-blue": "#59a4f9", "charts-green": "#89d185", "charts-red": "#f14c4c", "charts-yellow": "#cca700",
    "terminal-foreground": "#cccccc", "scrollbarSlider-background": "#79797966", "scrollbarSlider-hoverBackground": "#646464b3", "scrollbarSlider-activeBackground": "#bfbfbf66",
    "badge-background": "#616161", "badge-foreground": "#f8f8f8", "chat-requestBubbleBackground": "#264f784d",
  },
};

const light: Theme = {
  kind: "vscode-light",
  variables: {
    ...fonts, ...lightTerminal,
    "foreground": "#3b3b3b", "descriptionForeground": "#3b3b3b", "errorForeground": "#f85149", "icon-foreground": "#3b3b3b", "focusBorder": "#005fb8",
    "editor-background": "#ffffff", "editor-foreground": "#3b3b3b", "editorWidget-background": "#f8f8f8", "widget-border": "#e5e5e5", "widget-shadow": "#00000029",
    "sideBar-background": "#f8f8f8", "sideBar-foreground": "#3b3b3b", "sideBarSectionHeader-border": "#e5e5e5", "panel-border": "#e5e5e5",
    "button-background": "#005fb8", "button-foreground": "#ffffff", "button-hoverBackground": "#0258a8", "button-border": "#0000001a",
    "button-secondaryBackground": "#e5e5e5", "button-secondaryForeground": "#3b3b3b", "button-secondaryHoverBackground": "#cccccc", "button-secondaryBorder": "#3b3b3b26",
    "input-background": "#ffffff", "input-foreground": "#3b3b3b", "input-border": "#cecece", "input-placeholderForeground": "#767676", "inputValidation-errorBackground": "#f2dede",
    "dropdown-background": "#ffffff", "dropdown-foreground": "#3b3b3b", "dropdown-border": "#cecece", "settings-dropdownListBorder": "#cecece",
    "list-hoverBackground": "#f2f2f2", "list-activeSelectionBackground": "#e8e8e8", "list-activeSelectionForeground": "#000000", "toolbar-hoverBackground": "#b8b8b850",
    "textCodeBlock-background": "#f8f8f8", "textPreformat-background": "#0000001f", "textPreformat-foreground": "#3b3b3b", "textLink-foreground": "#005fb8",
    "gitDecoration-addedResourceForeground": "#587c0c", "gitDecoration-modifiedResourceForeground": "#895503", "gitDecoration-deletedResourceForeground": "#ad0707", "gitDecoration-renamedResourceForeground": "#007100",
    "testing-iconPassed": "#73c991", "testing-iconFailed": "#f14c4c", "editorWarning-foreground": "#bf8803", "progressBar-background": "#005fb8",
    "charts-blue": "#0063d3", "charts-green": "#388a34", "charts-red": "#e51400", "charts-yellow": "#bf8803",
    "terminal-foreground": "#3b3b3b", "scrollbarSlider-background": "#64646466", "scrollbarSlider-hoverBackground": "#646464b3", "scrollbarSlider-activeBackground": "#00000099",
    "badge-background": "#cccccc", "badge-foreground": "#3b3b3b", "chat-requestBubbleBackground": "#add6ff4d",
  },
};

const highContrast: Theme = {
  kind: "vscode-high-contrast",
  variables: {
    ...fonts, ...darkTerminal,
    "foreground": "#ffffff", "descriptionForeground": "#ffffffb3", "errorForeground": "#f48771", "icon-foreground": "#ffffff", "focusBorder": "#f38518",
    "contrastBorder": "#6fc3df", "contrastActiveBorder": "#f38518",
    "editor-background": "#000000", "editor-foreground": "#ffffff", "editorWidget-background": "#0c141f", "editorWidget-border": "#6fc3df",
    "sideBar-background": "#000000", "sideBarSectionHeader-border": "#6fc3df", "panel-border": "#6fc3df",
    "button-background": "#00000000", "button-foreground": "#ffffff", "button-border": "#6fc3df", "button-secondaryBorder": "#6fc3df", "button-secondaryForeground": "#ffffff",
    "input-background": "#000000", "input-foreground": "#ffffff", "input-border": "#6fc3df", "input-placeholderForeground": "#ffffffb3", "inputValidation-errorBackground": "#000000",
    "dropdown-background": "#000000", "dropdown-foreground": "#ffffff", "dropdown-border": "#6fc3df", "settings-dropdownListBorder": "#6fc3df",
    "list-hoverBackground": "#ffffff1a", "toolbar-hoverOutline": "#f38518",
    "textCodeBlock-background": "#000000", "textPreformat-background": "#ffffff", "textPreformat-foreground": "#000000", "textLink-foreground": "#21a6ff",
    "gitDecoration-addedResourceForeground": "#a1e3ad", "gitDecoration-modifiedResourceForeground": "#e2c08d", "gitDecoration-deletedResourceForeground": "#c74e39", "gitDecoration-renamedResourceForeground": "#73c991",
    "testing-iconPassed": "#73c991", "testing-iconFailed": "#f14c4c", "editorWarning-foreground": "#ffd370", "progressBar-background": "#6fc3df",
    "charts-blue": "#59a4f9", "charts-green": "#89d185", "charts-red": "#f48771", "charts-yellow": "#ffd370",
    "terminal-foreground": "#ffffff", "scrollbarSlider-background": "#6fc3df99", "scrollbarSlider-hoverBackground": "#6fc3dfcc", "scrollbarSlider-activeBackground": "#6fc3df",
    "badge-background": "#000000", "badge-foreground": "#ffffff",
  },
};

/** VS Code's Dark Modern, Light Modern and Dark High Contrast. */
export const themes = { dark, light, "high-contrast": highContrast } as const;
export type ThemeName = keyof typeof themes;
export const themeNames: readonly ThemeName[] = ["dark", "light", "high-contrast"];
