import { anyShare } from "./fields.ts";
import { typeOf, type Slot } from "./slot.ts";

/** How far a slot is from a good type: `any` costs most, and more where much refers to it; `any` inside a type less, help at one place least. */
export function slotCost(slot: Slot): number {
  const type = typeOf(slot);
  const spread = Math.min(slot.references ?? 0, 20);
  switch (slot.kind) {
    case "suppression":
      return 20;
    case "non_null":
      return type === "" ? 0 : 0.2;
    case "ambient":
    case "interface":
      return 0;
    case "cast":
      if (type === "") return 0;
      if (slot.references === undefined) return type === "any" ? 4 : 1;
      break;
    case "parameter":
    case "variable":
    case "return":
    case "this":
    case "member":
    case "catch":
      break;
  }
  if (type === "any") return 8 + spread;
  const share = anyShare(type);
  return share > 0 ? 1 + share * (3 + spread / 2) : type === "unknown" ? 1 : 0;
}
