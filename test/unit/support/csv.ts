/** parseCsv: reads CSV as RFC 4180 has it, by itself: nothing of what writes it is in here. */

export function parseCsv(text: string): string[][] {
  const lines: string[][] = [];
  let cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? '';
    if (isQuoted) {
      if (character !== '"') {
        cell += character;
      } else if (text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else {
        isQuoted = false;
      }
    } else if (character === '"' && cell === '') {
      isQuoted = true;
    } else if (character === ',') {
      cells.push(cell);
      cell = '';
    } else if (character === '\r' && text[at + 1] === '\n') {
      lines.push([...cells, cell]);
      cells = [];
      cell = '';
      at += 1;
    } else {
      cell += character;
    }
  }
  if (cell !== '' || cells.length > 0 || isQuoted) {
    throw new Error('The last line does not end.');
  }
  return lines;
}
