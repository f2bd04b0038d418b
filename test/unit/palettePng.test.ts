/** Pictures of the README are made small without anybody seeing it. */
import assert from 'node:assert/strict';
import { deflateSync, inflateSync } from 'node:zlib';
import { toPalettePng } from '../support/palettePng.ts';

/** A PNG as a browser writes it; each line is `[filter, bytes…]`. */
function toPng(width: number, channels: 3 | 4, lines: readonly (readonly number[])[]): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(lines.length, 4);
  header.set([8, channels === 3 ? 2 : 6, 0, 0, 0], 8);
  const chunk = (type: string, data: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    return Buffer.concat([length, Buffer.from(type, 'latin1'), data, Buffer.alloc(4)]);
  };
  const data = Buffer.from(lines.flat());
  return Buffer.concat([Buffer.alloc(8), chunk('IHDR', header), chunk('IDAT', deflateSync(data))]);
}

/** The colours of the pixels of a PNG with a palette. */
function readPixels(png: Buffer): { width: number; colours: number[][] } {
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < png.length; at += png.readUInt32BE(at) + 12) {
    chunks.set(png.toString('latin1', at + 4, at + 8), png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  const width = chunks.get('IHDR')?.readUInt32BE(0) ?? 0;
  const palette = chunks.get('PLTE') ?? Buffer.alloc(0);
  const alphas = chunks.get('tRNS');
  const lines = inflateSync(chunks.get('IDAT') ?? Buffer.alloc(0));
  const indices = [...lines].filter((_, at) => at % (width + 1) > 0);
  const toColour = (index: number) => [...palette.subarray(index * 3, index * 3 + 3), alphas?.[index] ?? 255];
  return { width, colours: indices.map(toColour) };
}

describe('a picture with a palette', () => {
  it('has the same pixels, however its lines were filtered', () => {
    const png = toPng(2, 3, [
      [0, 10, 20, 30, 40, 50, 60],
      [1, 1, 2, 3, 4, 5, 6],
      [2, 1, 1, 1, 1, 1, 1],
      [3, 1, 1, 1, 1, 1, 1],
      [4, 1, 1, 1, 1, 1, 1],
    ]);
    assert.deepEqual(readPixels(toPalettePng(png)), {
      width: 2,
      colours: [
        [10, 20, 30, 255],
        [40, 50, 60, 255],
        [1, 2, 3, 255],
        [5, 7, 9, 255],
        [2, 3, 4, 255],
        [6, 8, 10, 255],
        [2, 2, 3, 255],
        [5, 6, 7, 255],
        [3, 3, 4, 255],
        [6, 7, 8, 255],
      ],
    });
  });

  it('keeps what is transparent', () => {
    const png = toPng(2, 4, [[0, 255, 0, 0, 255, 0, 0, 0, 0]]);
    assert.deepEqual(readPixels(toPalettePng(png)).colours, [
      [255, 0, 0, 255],
      [0, 0, 0, 0],
    ]);
  });

  it('of more than 256 colours has those that are frequent as they are, and others almost', () => {
    const rare = Array.from({ length: 2000 }, (_, at) => [at % 256, (at * 7) % 256, (at * 13) % 256]);
    const frequent = Array.from({ length: 3000 }, () => [18, 52, 86]);
    const wanted = [...frequent, ...rare];
    const { colours } = readPixels(toPalettePng(toPng(wanted.length, 3, [[0, ...wanted.flat()]])));
    assert.ok(colours.slice(0, 3000).every((colour) => colour.join() === '18,52,86,255'));
    const differences = wanted.map((colour, at) =>
      Math.max(...colour.map((channel, index) => Math.abs(channel - (colours[at]?.[index] ?? 999)))),
    );
    assert.ok(Math.max(...differences) < 48, `${Math.max(...differences)}`);
  });

  it('is made of nothing else', () => {
    const png = toPng(1, 3, [[0, 1, 2, 3]]);
    png[8 + 8 + 9] = 3;
    assert.throws(() => toPalettePng(png), /not as browsers write them/);
  });
});
