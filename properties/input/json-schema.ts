// Building blocks of JSON Schemas: parts are closed, so that a key that a schema does not know is an error, and what is missing is too.

/** A JSON Schema, or a part of one. */
export type JsonSchema = Readonly<Record<string, unknown>>;

export const text: JsonSchema = { type: 'string', maxLength: 2 ** 16 };
export const flag: JsonSchema = { type: 'boolean' };

/** A whole number within these bounds. */
export const whole = (minimum: number, maximum: number = Number.MAX_SAFE_INTEGER): JsonSchema => ({
  type: 'integer',
  minimum,
  maximum,
});

/** Any number of items of one shape. */
export const list = (items: JsonSchema, more: JsonSchema = {}): JsonSchema => ({
  type: 'array',
  items,
  ...more,
});

/** The same, or null; of what has a type. */
export const orNull = (schema: JsonSchema): JsonSchema => ({
  ...schema,
  type: [schema.type, 'null'],
});

/** An object with these parts, of which some may be missing, and no others. */
export const parts = (
  properties: Readonly<Record<string, JsonSchema>>,
  may: readonly string[] = [],
): JsonSchema => ({
  type: 'object',
  properties,
  required: Object.keys(properties).filter((name) => !may.includes(name)),
  additionalProperties: false,
});

/** An object whose names have one shape, and whose values another. */
export const named = (names: JsonSchema, each: JsonSchema): JsonSchema => ({
  type: 'object',
  propertyNames: names,
  additionalProperties: each,
});
