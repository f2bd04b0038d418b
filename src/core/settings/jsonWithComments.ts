// parseJsonWithComments: JSON as VS Code's settings files have it, strictly.

/**
 * The value, or undefined where the text is not valid. Comments, commas before a closing bracket and a byte order
 * mark are allowed; an empty file is an empty object.
 */
export function parseJsonWithComments(text: string): unknown {
  const plain = text.replace(TOKEN, (token) => (token.startsWith('"') ? token : ' ')).replace(/^\uFEFF/, '');
  if (plain.trim() === '') {
    return {};
  }
  try {
    return JSON.parse(plain.replace(STRING_OR_LAST_COMMA, (token) => (token.startsWith('"') ? token : '')));
  } catch {
    return undefined;
  }
}

/**
 * A string, so that what looks like a comment in it is left alone, or a comment. One without an end is taken too:
 * to look for its end from each place in it would take for ever.
 */
const TOKEN = /"(?:[^"\\\n]|\\.)*"?|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g;
const STRING_OR_LAST_COMMA = /"(?:[^"\\\n]|\\.)*"?|,(?=\s*[}\]])/g;
