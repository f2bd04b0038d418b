/** Turns places in a bundle, as stack traces name them, into places in the sources it was made from. */
import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { basename } from 'node:path';

/**
 * Takes the source map that lies beside the bundle. By hand, because VS Code's extension host formats stack
 * traces itself and so bypasses the source maps of Node.
 */
export function createStackMapper(bundlePath: string): (stack: string) => string {
  const map = new SourceMap(JSON.parse(readFileSync(`${bundlePath}.map`, 'utf8')));
  const place = new RegExp(`[^\\s()]*${basename(bundlePath)}:(\\d+):(\\d+)`, 'g');
  return (stack) =>
    stack.replaceAll(place, (whole: string, line: string, column: string) => {
      const origin = map.findOrigin(Number(line), Number(column));
      return 'fileName' in origin
        ? `${toProjectPath(origin.fileName)}:${origin.lineNumber}:${origin.columnNumber}`
        : whole;
    });
}

/** The map names sources relative to the bundle, which lies somewhere below the project. */
function toProjectPath(source: string): string {
  return source.replace(/^(\.\.\/)+/, '');
}
