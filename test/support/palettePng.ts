/** Makes a picture of a window small: a PNG of at most 256 colours, the most frequent ones, the same bytes each time. */
import { crc32, deflateSync, inflateSync } from 'node:zlib';

interface Picture {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue and alpha of each pixel. */
  readonly pixels: Uint8Array;
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Takes a PNG as browsers write them: 8 bits for each of three or four channels, not interlaced. */
export function toPalettePng(png: Buffer): Buffer {
  const { width, height, pixels } = decode(png);
  const { palette, indices } = toPalette(pixels);
  const lines = Buffer.alloc(height * (width + 1));
  for (let y = 0; y < height; y++) {
    lines.set(indices.subarray(y * width, (y + 1) * width), y * (width + 1) + 1);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // 8 bits for each pixel, which are a number in the palette.
  header.set([8, 3, 0, 0, 0], 8);
  const colours = palette.map((colour) => [colour >>> 24, (colour >>> 16) & 255, (colour >>> 8) & 255]);
  const alphas = palette.map((colour) => colour & 255);
  return Buffer.concat([
    SIGNATURE,
    toChunk('IHDR', header),
    toChunk('PLTE', Buffer.from(colours.flat())),
    ...(alphas.every((alpha) => alpha === 255) ? [] : [toChunk('tRNS', Buffer.from(alphas))]),
    toChunk('IDAT', deflateSync(lines, { level: 9, memLevel: 9 })),
    toChunk('IEND', Buffer.alloc(0)),
  ]);
}

function decode(png: Buffer): Picture {
  const parts: Buffer[] = [];
  let [width, height, channels] = [0, 0, 0];
  for (let at = SIGNATURE.length; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const data = png.subarray(at + 8, at + 8 + length);
    const type = png.toString('latin1', at + 4, at + 8);
    if (type === 'IHDR') {
      [width, height] = [data.readUInt32BE(0), data.readUInt32BE(4)];
      channels = data[9] === 2 ? 3 : data[9] === 6 ? 4 : 0;
      if (channels === 0 || data[8] !== 8 || data[12] !== 0) {
        throw new Error('The PNG is not as browsers write them.');
      }
    } else if (type === 'IDAT') {
      parts.push(data);
    }
    at += length + 12;
  }
  const bytes = removeFilters(inflateSync(Buffer.concat(parts)), width * channels, height, channels);
  const pixels = new Uint8Array(width * height * 4).fill(255);
  for (let pixel = 0; pixel < width * height; pixel++) {
    pixels.set(bytes.subarray(pixel * channels, (pixel + 1) * channels), pixel * 4);
  }
  return { width, height, pixels };
}

/** Each line is written as its difference to what is left of it, above, or both: section 9 of the PNG specification. */
function removeFilters(data: Buffer, lineLength: number, height: number, channels: number): Uint8Array {
  const bytes = new Uint8Array(lineLength * height);
  for (let y = 0; y < height; y++) {
    const filter = data[y * (lineLength + 1)];
    for (let x = 0; x < lineLength; x++) {
      const at = y * lineLength + x;
      const left = x < channels ? 0 : (bytes[at - channels] ?? 0);
      const above = y === 0 ? 0 : (bytes[at - lineLength] ?? 0);
      const corner = x < channels || y === 0 ? 0 : (bytes[at - lineLength - channels] ?? 0);
      const foreseen = [0, left, above, (left + above) >> 1, toNearest(left, above, corner)];
      bytes[at] = (data[y * (lineLength + 1) + 1 + x] ?? 0) + (foreseen[filter ?? 0] ?? 0);
    }
  }
  return bytes;
}

function toNearest(left: number, above: number, corner: number): number {
  const estimate = left + above - corner;
  const [toLeft, toAbove, toCorner] = [left, above, corner].map((each) => Math.abs(estimate - each)) as [
    number,
    number,
    number,
  ];
  return toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner;
}

/** The most frequent colours, none of them so near another that nobody sees the difference. */
function toPalette(pixels: Uint8Array): { palette: number[]; indices: Uint8Array } {
  const colours = new Uint32Array(pixels.length / 4);
  const counts = new Map<number, number>();
  for (let pixel = 0; pixel < colours.length; pixel++) {
    const [red = 0, green = 0, blue = 0, alpha = 0] = pixels.subarray(pixel * 4, pixel * 4 + 4);
    const colour = ((red << 24) | (green << 16) | (blue << 8) | alpha) >>> 0;
    colours[pixel] = colour;
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const byFrequency = [...counts]
    .sort(([left, leftCount], [right, rightCount]) => rightCount - leftCount || left - right)
    .map(([colour]) => colour);
  let palette = byFrequency;
  for (let distance = 2; palette.length > 256; distance += 2) {
    palette = [];
    for (const colour of byFrequency) {
      if (palette.length <= 256 && palette.every((chosen) => getDistance(chosen, colour) >= distance)) {
        palette.push(colour);
      }
    }
  }
  const nearest = new Map(byFrequency.map((colour) => [colour, findNearest(palette, colour)]));
  return { palette, indices: Uint8Array.from(colours, (colour) => nearest.get(colour) ?? 0) };
}

function findNearest(palette: readonly number[], colour: number): number {
  let nearest = 0;
  for (let index = 1; index < palette.length; index++) {
    if (getDistance(palette[index] ?? 0, colour) < getDistance(palette[nearest] ?? 0, colour)) {
      nearest = index;
    }
  }
  return nearest;
}

/** The largest difference of a channel. */
function getDistance(left: number, right: number): number {
  return Math.max(
    ...[24, 16, 8, 0].map((shift) => Math.abs(((left >>> shift) & 255) - ((right >>> shift) & 255))),
  );
}

function toChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(data.length, 0);
  chunk.set(body, 4);
  chunk.writeUInt32BE(crc32(body), body.length + 4);
  return chunk;
}
