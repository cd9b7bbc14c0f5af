/** What is wrong with a template, or with what it looks for, in the words of client-go. */
export class JsonPathError extends Error {}
