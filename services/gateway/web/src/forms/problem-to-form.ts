// Which part of a refusal belongs to which field of a form.
import type { Problem } from '../api/problem';

export interface FormProblem {
  /** Message by field, for fields the form has. */
  errors: Record<string, string>;
  /** What no field can show; undefined where the fields say everything. */
  rest: Problem | undefined;
}

/** "hours[1].opens" as forms write it: "hours.1.opens". Undefined for what is no part of a row. */
function pathInRow(field: string): string | undefined {
  const parts = /^(\w+)\[(\d+)\]\.(\w+)$/.exec(field);
  return parts ? parts.slice(1).join('.') : undefined;
}

/** Divides a refusal between the fields of a form and the alert above it. */
export function problemToForm(problem: Problem, fieldNames: readonly string[]): FormProblem {
  const errors: Record<string, string> = {};
  const unknown: Problem['fields'] = [];
  for (const entry of problem.fields) {
    const known = fieldNames.find((field) => field === entry.field || entry.field.startsWith(`${field}[`));
    const name = known === undefined ? undefined : (pathInRow(entry.field) ?? known);
    if (name === undefined) unknown.push(entry);
    // A field can break more than one rule; all are named.
    else errors[name] = name in errors ? `${errors[name]} ${entry.message}` : entry.message;
  }
  const allShown = problem.fields.length > 0 && unknown.length === 0;
  return { errors, rest: allShown ? undefined : { ...problem, fields: unknown } };
}
