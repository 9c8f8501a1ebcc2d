// The document lets the gateway add fields; the tests do not, so that every field is documented.
import rest from '../../../services/gateway/openapi.json' with { type: 'json' };
import live from '../../../services/gateway/asyncapi.json' with { type: 'json' };

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

const documents: Record<string, JsonObject> = {
  '': live as unknown as JsonObject,
  'openapi.json': rest as unknown as JsonObject,
};

/** What `reference` leads to, and the document in which it stands. */
export function resolve(reference: string, from: string): { found: JsonObject; document: string } {
  const [file = '', path = ''] = reference.split('#');
  const document = file === '' ? from : file;
  let found: Json | undefined = documents[document];
  for (const step of path.split('/').slice(1)) found = isObject(found) ? found[step] : undefined;
  if (!isObject(found)) throw new Error(`${reference} leads nowhere`);
  return { found, document };
}

/**
 * The schema with all references written out, and every object in it closed.
 *
 * Parts of an `allOf` are closed as a whole, because each of them knows its own fields only.
 */
export function closed(schema: JsonObject, document = '', isPart = false): JsonObject {
  if (typeof schema.$ref === 'string') {
    const target = resolve(schema.$ref, document);
    return closed(target.found, target.document, isPart);
  }
  const copy: JsonObject = { ...schema };
  const inner = (value: Json | undefined, part = false): JsonObject => {
    if (!isObject(value)) throw new Error(`no schema: ${JSON.stringify(value)}`);
    return closed(value, document, part);
  };
  for (const key of ['anyOf', 'oneOf', 'allOf']) {
    const parts = schema[key];
    if (Array.isArray(parts)) copy[key] = parts.map((part) => inner(part, key === 'allOf'));
  }
  if (schema.items !== undefined) copy.items = inner(schema.items);
  if (isObject(schema.properties)) {
    copy.properties = Object.fromEntries(Object.entries(schema.properties).map(([name, value]) => [name, inner(value)]));
  }
  if (schema.properties !== undefined || schema.allOf !== undefined) {
    delete copy.additionalProperties;
    if (!isPart) copy.unevaluatedProperties = false;
  }
  return copy;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Copies of a frame, each with one field more than it has, in every object of it. */
export function withOneMore(value: JsonObject): JsonObject[] {
  return [{ ...value, surprise: 1 }, ...fieldsWithOneMore(value)];
}

function fieldsWithOneMore(value: JsonObject): JsonObject[] {
  return Object.entries(value).flatMap(([key, inner]) => {
    if (Array.isArray(inner)) {
      return inner.flatMap((item, index) => (isObject(item) ? withOneMore(item).map((more) => ({ ...value, [key]: inner.with(index, more) })) : []));
    }
    return isObject(inner) ? withOneMore(inner).map((more) => ({ ...value, [key]: more })) : [];
  });
}
