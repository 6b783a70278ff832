import type { Provider } from "../../protocol/words.ts";
export interface Endpoint { readonly provider: Provider; readonly model: string; readonly apiKey?: string; readonly baseUrl?: string }
