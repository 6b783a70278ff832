import { stripVTControlCharacters } from "node:util";

/** Text from files, commands and models without what could drive a terminal; tabs and line feeds stay. */
export function plainText(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what this removes
  return stripVTControlCharacters(text).replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "");
}
