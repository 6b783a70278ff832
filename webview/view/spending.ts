import { html, nothing, type TemplateResult } from "lit-html";
import { type SpendingView, totalCost } from "../../engine/protocol/model-view.ts";
import { formatDollars } from "../../engine/protocol/money.ts";
import type { PageState } from "../state/page-state.ts";
import { roleName } from "../telling/roles.ts";
import { count, tokens } from "../text/format.ts";
import { visibleLine } from "../text/visible.ts";
import type { Actions } from "./actions.ts";
import { disclosure } from "./disclosure.ts";

/** What the task cost, from the providers' usage records; nothing where no language model worked. */
export function spending(all: readonly SpendingView[], state: PageState, actions: Actions): TemplateResult {
  const counted = all.filter(({ input, output }) => input + output > 0);
  if (counted.length === 0) return html`${nothing}`;
  const input = counted.reduce((sum, each) => sum + each.input, 0);
  const output = counted.reduce((sum, each) => sum + each.output, 0);
  return disclosure(state, actions, {
    key: "spending",
    open: false,
    classes: "spending",
    summary: html`<h3>${money(counted)}</h3><span class="aside">${tokens(input)} in, ${tokens(output)} out</span>`,
    body: () => html`<ul>
      ${counted.map((each) => html`<li>
        <span>${roleName(each.role)} <span class="muted">${visibleLine(each.model)}</span></span>
        <span>${money([each])}</span>
        <span class="muted">${count(each.calls, "call")}, ${tokens(each.input)} in${each.cachedInput === 0 ? "" : ` (${tokens(each.cachedInput)} cached)`}, ${tokens(each.output)} out</span>
      </li>`)}
    </ul>`,
  });
}

function money(all: readonly SpendingView[]): string {
  const { cost, exact } = totalCost(all);
  if (exact) return formatDollars(cost);
  return cost === 0 ? "Price not known" : `${formatDollars(cost)} and more: a price is not known`;
}
