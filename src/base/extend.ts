/**
 * A copy of `object` with other or more fields, for what is made many times. In V8 each field that a copy by spread gains takes half a
 * microsecond, and ten that one of Object.assign gains take less than that; a spread that only changes fields is as quick.
 */
export function extend<T extends object, Fields extends object>(object: T, fields: Fields): T & Fields {
  return Object.assign({}, object, fields);
}
