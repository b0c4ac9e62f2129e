import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'

export interface FieldWords {
  readonly label: string
  readonly help?: string
  readonly fault?: string | undefined
}

/** The ids of what describes a control, for its `aria-describedby`: help and fault are no part of its name. */
export const describedBy = (id: string): string => `${id}-help ${id}-fault`

/** A control with its label, its help and what is wrong with it. The control has the same `id`. */
export const formField = (id: string, { label, help, fault }: FieldWords, control: TemplateResult): TemplateResult =>
  html`<div class="field">
    <label for=${id}>${label}</label>
    ${control} ${help ? html`<span class="help" id="${id}-help">${help}</span>` : nothing} ${formFault(id, fault)}
  </div>`

export const formFault = (id: string, fault: string | undefined): TemplateResult | typeof nothing =>
  fault === undefined
    ? nothing
    : html`<span class="fault" role="alert" id="${id}-fault" data-testid="fault" data-field=${id}>${fault}</span>`
