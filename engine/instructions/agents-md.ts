export interface Instructions { readonly text: string; readonly files: readonly { readonly path: string; readonly bytes: number; readonly used: number }[]; readonly warnings: readonly string[] }
export async function readInstructions(_: { home: string; root: string; directory: string; maxBytes: number }): Promise<Instructions> { return Promise.resolve({ text: "", files: [], warnings: [] }); }
