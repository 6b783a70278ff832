import { typeOf, type Slot } from "./slot.ts";

/** How far a slot is from a good type: `any` itself costs most, `any` inside a type less, help at one place least. */
export function slotCost(slot: Slot): number {
  const type = typeOf(slot);
  switch (slot.kind) {
    case "suppression":
      return 20;
    case "non_null":
      return type === "" ? 0 : 0.1;
    case "cast":
      return type === "" ? 0 : type === "any" ? 4 : 1;
    case "ambient":
    case "interface":
      return 0;
    default:
      if (type === "any") return 10;
      return /\bany\b/.test(type) ? 3 : type === "unknown" ? 1 : 0;
  }
}
