const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/**
 * Lays JSON out in lines, every value exactly as it was written: parsing would turn 1.0 into 1 and change numbers of more than 16
 * digits.
 */
export function indentJson(text: string): string {
  let indent = '';
  let laidOut = '';
  let previous = '';
  for (const [token] of text.matchAll(TOKEN)) {
    const isClosing = token === '}' || token === ']';
    if (isClosing) indent = indent.slice(2);
    const isEmpty = isClosing && (previous === '{' || previous === '[');
    if (previous === ',' || (isClosing && !isEmpty) || (!isClosing && (previous === '{' || previous === '[')))
      laidOut += `\n${indent}`;
    laidOut += token === ':' ? ': ' : token;
    if (token === '{' || token === '[') indent += '  ';
    previous = token;
  }
  return laidOut;
}

/** What stands between the gateway and the page may send anything. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
